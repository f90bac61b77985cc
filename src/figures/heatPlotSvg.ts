import { colourScale, inkOn } from "./colourScale.ts";
import { textSizes, type Drawing, type PlotFrame } from "./drawing.ts";
import type { HeatPlot } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { fitText } from "./fitText.ts";
import { formatCell } from "./formatCell.ts";
import { plotHead } from "./plotHead.ts";
import { placer } from "./scale.ts";
import { svgElement } from "./svgElement.ts";
import { svgLabel } from "./svgLabel.ts";
import { svgText } from "./svgText.ts";
import { textWidth } from "./textWidth.ts";
import { ticks } from "./ticks.ts";

const size = textSizes.text;
const barWidth = 12;

/** A matrix as colours, with its values in the cells where they have room, and a bar that tells the colours. */
export function heatPlotSvg(plot: HeatPlot, frame: PlotFrame, palette: FigurePalette): Drawing {
  const { width } = frame;
  const head = plotHead(plot, frame, palette);
  const [from, to] = plot.range;
  const range = to > from ? { from, to } : { from: from - 0.5, to: from + 0.5 };
  const colourOf = colourScale([range.from, range.to]);
  const top = head.height;
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => textWidth(text, size)));

  const rowWidth = Math.min(width * 0.3, widest(plot.rows));
  const left = Math.ceil(rowWidth) + 8;
  const barTicks = ticks(range, "linear", 5);
  const right = width - Math.ceil(widest(barTicks.map(({ label }) => label))) - barWidth - 20;
  const columns = Math.max(1, plot.columns.length);
  const rows = Math.max(1, plot.rows.length);
  const cellWidth = Math.min(64, (right - left) / columns);
  const cellHeight = Math.max(4, Math.min(34, cellWidth, (frame.areaHeight * 1.2) / rows));
  const matrixRight = left + cellWidth * columns;
  const bottom = top + cellHeight * rows;

  const cells: string[] = [];
  plot.rows.forEach((row, r) => {
    plot.columns.forEach((column, c) => {
      const value = plot.values[r * plot.columns.length + c] ?? Number.NaN;
      const [x, y] = [left + c * cellWidth, top + r * cellHeight];
      const colour = colourOf(value);
      const title = svgElement("title", {}, svgText(`${row}, ${column}: ${formatCell(value)}`));
      const box = { x: x + 0.5, y: y + 0.5, width: cellWidth - 1, height: cellHeight - 1 };
      const paint = colour === null ? { fill: "none", stroke: palette.grid } : { fill: colour };
      const text = formatInside(value, cellWidth - 4);
      const fits = text !== null && cellHeight >= textSizes.cell + 4;
      const ink = colour === null ? palette.muted : inkOn(colour);
      const look = { fill: ink, size: textSizes.cell, anchor: "middle" } as const;
      cells.push(svgElement("rect", { class: "cell", ...box, ...paint }, title));
      if (fits) cells.push(svgLabel(text, x + cellWidth / 2, y + cellHeight / 2 + 3.6, look));
    });
  });

  const everyRow = Math.ceil((size + 1) / cellHeight);
  const rowLabels = plot.rows.flatMap((row, r) =>
    r % everyRow > 0
      ? []
      : [
          svgLabel(fitText(row, rowWidth + 1, size), left - 6, top + (r + 0.5) * cellHeight + 4, {
            fill: palette.foreground,
            size,
            anchor: "end",
            whole: row,
          }),
        ],
  );
  const columnLabels = drawColumnLabels(plot.columns, { left, bottom, cellWidth }, palette);
  const titleY = bottom + columnLabels.height + 16;
  const columnTitle = svgLabel(
    fitText(plot.columnTitle, width - left, size),
    // Centred under the matrix, and whole where that is narrower than the text.
    Math.max(
      (left + matrixRight) / 2,
      left + textWidth(fitText(plot.columnTitle, width - left, size), size) / 2,
    ),
    titleY,
    { fill: palette.muted, size, anchor: "middle", whole: plot.columnTitle },
  );

  const barLeft = matrixRight + 14;
  const place = placer(range, "linear", bottom, top);
  const steps = 48;
  const step = (bottom - top) / steps;
  const bar = Array.from({ length: steps }, (_, i) => {
    const value = range.to - ((i + 0.5) / steps) * (range.to - range.from);
    // A little overlap, or thin lines show between the steps.
    const height = i === steps - 1 ? step : step + 0.5;
    return svgElement("rect", {
      x: barLeft,
      y: top + i * step,
      width: barWidth,
      height,
      fill: colourOf(value) ?? "none",
    });
  });
  const room = Math.max(1, Math.floor((bottom - top) / (size + 2)));
  const shownTicks = barTicks.length <= room ? barTicks : ticks(range, "linear", 1).slice(0, room);
  const barLabels = shownTicks.map(({ value, label }) =>
    svgLabel(label, barLeft + barWidth + 5, place(value) + 4, { fill: palette.muted, size }),
  );
  const svg = [
    head.svg,
    ...cells,
    ...rowLabels,
    columnLabels.svg,
    columnTitle,
    svgElement("g", { class: "colour-bar", "shape-rendering": "crispEdges" }, bar.join("")),
    ...barLabels,
  ];
  return { svg: svg.join("\n"), width, height: titleY + 6 };
}

/** Below the matrix: across where all have room, else from bottom to top; where even that is too wide, some of them. */
function drawColumnLabels(
  columns: readonly string[],
  { left, bottom, cellWidth }: { readonly left: number; readonly bottom: number; readonly cellWidth: number },
  palette: FigurePalette,
): { readonly svg: string; readonly height: number } {
  const look = { fill: palette.foreground, size };
  const middle = (c: number): number => left + (c + 0.5) * cellWidth;
  const widths = columns.map((column) => textWidth(column, size));
  if (Math.max(0, ...widths) <= cellWidth - 4) {
    const drawn = columns.map((column, c) =>
      svgLabel(column, middle(c), bottom + 15, { ...look, anchor: "middle" }),
    );
    return { svg: drawn.join(""), height: 18 };
  }
  const every = Math.ceil((size + 1) / cellWidth);
  const longest = Math.min(110, Math.max(...widths));
  const drawn = columns.flatMap((column, c) =>
    c % every > 0
      ? []
      : [
          svgLabel(fitText(column, longest + 1, size), middle(c) + 4, bottom + 6, {
            ...look,
            anchor: "end",
            turned: -90,
            whole: column,
          }),
        ],
  );
  return { svg: drawn.join(""), height: longest + 8 };
}

/** The value with as many decimals as have room, two at most; null where there is no room for it. */
function formatInside(value: number, room: number): string | null {
  if (!Number.isFinite(value)) return "–";
  for (const decimals of [2, 1]) {
    const text = value
      .toFixed(decimals)
      .replace(/^-(?=0\.?0*$)/, "")
      .replace("-", "−");
    for (const form of [text, text.replace(/^(−?)0\./, "$1.")]) {
      if (textWidth(form, textSizes.cell) <= room) return form;
    }
  }
  return null;
}
