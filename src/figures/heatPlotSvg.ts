import type { Drawing, PlotFrame } from "./drawing.ts";
import type { HeatPlot } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { formatCell } from "./formatCell.ts";
import { heatLayout, type HeatCellBox } from "./heatLayout.ts";
import { pixel } from "./pixel.ts";
import { placedLabelsSvg } from "./placedLabel.ts";
import { svgElement } from "./svgElement.ts";
import { svgText } from "./svgText.ts";

/** A matrix as colours, with its values in the cells where they have room, and a bar that tells the colours. */
export function heatPlotSvg(plot: HeatPlot, frame: PlotFrame, palette: FigurePalette): Drawing {
  const { width, height, head, cells, outline, mark, labels, bar, barLabels } = heatLayout(
    plot,
    frame,
    palette,
  );
  const steps = bar.map((box) => svgElement("rect", { ...box }));
  const round = outline?.map(([x, y]) => `${pixel(x)} ${pixel(y)}`).join("L");
  const rims = [
    [palette.background, 4],
    [palette.foreground, 1.6],
  ] as const;
  const marked = rims.map(([stroke, thickness]) =>
    svgElement("rect", { ...mark, fill: "none", stroke, "stroke-width": thickness }),
  );
  const svg = [
    placedLabelsSvg(head),
    ...cells.map((cell) => drawCell(plot, cell, palette)),
    round === undefined ? "" : svgElement("path", { d: `M${round}Z`, fill: "none", stroke: palette.grid }),
    mark === null ? "" : svgElement("g", { class: "marked-row" }, marked.join("")),
    placedLabelsSvg(labels),
    svgElement("g", { class: "colour-bar", "shape-rendering": "crispEdges" }, steps.join("")),
    placedLabelsSvg(barLabels),
  ];
  return { svg: svg.join("\n"), width, height };
}

function drawCell(
  { rows, columns, values }: HeatPlot,
  { row, column, x, y, width, height, fill, text, hatch }: HeatCellBox,
  palette: FigurePalette,
): string {
  const value = values[row * columns.length + column];
  const title = svgElement("title", {}, svgText(`${rows[row]!}, ${columns[column]!}: ${formatCell(value)}`));
  const paint = fill === null ? { fill: "none", stroke: palette.grid } : { fill };
  const lines = hatch
    .map(([x1, y1, x2, y2]) => `M${pixel(x1)} ${pixel(y1)}L${pixel(x2)} ${pixel(y2)}`)
    .join("");
  return [
    svgElement("rect", { class: "cell", x, y, width, height, ...paint }, title),
    lines === "" ? "" : svgElement("path", { class: "hatch", d: lines, stroke: palette.muted }),
    placedLabelsSvg(text === null ? [] : [text]),
  ].join("");
}
