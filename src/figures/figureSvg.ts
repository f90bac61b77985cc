import { textSizes, type Drawing, type PlotFrame } from "./drawing.ts";
import { drawPlot } from "./drawPlot.ts";
import type { Figure, Plot } from "./figure.ts";
import { figurePalettes, type FigurePalette, type FigureTheme } from "./figurePalette.ts";
import { plotDescription } from "./plotDescription.ts";
import { titleLines } from "./plotHead.ts";
import { plotHeight } from "./plotHeight.ts";
import { svgElement } from "./svgElement.ts";
import { svgFile } from "./svgFile.ts";
import { svgLabel } from "./svgLabel.ts";
import { tableSvg } from "./tableSvg.ts";
import { wrapText } from "./wrapText.ts";

const margin = 20;
const gap = 36;
/** Width of a plot by how many are side by side; more have the last. */
const plotWidths = [720, 470, 400, 350] as const;

/** A figure as an SVG file: its title, all of its plots in a grid, its tables below. */
export function figureSvg(figure: Figure, theme: FigureTheme): string {
  const palette = figurePalettes[theme];
  const columns = Math.max(1, Math.min(figure.plotColumns ?? 1, figure.plots.length));
  const onlyHeat = figure.plots.every(({ kind }) => kind === "heat");
  const plotWidth = columns === 1 && onlyHeat ? 520 : plotWidths[Math.min(columns, plotWidths.length) - 1]!;
  const inner = Math.max(columns * plotWidth + (columns - 1) * gap, figure.plots.length === 0 ? 640 : 0);
  const parts: string[] = [];
  let top = margin;
  for (const line of wrapText(figure.title, inner, 3, textSizes.figure, "bold")) {
    parts.push(
      svgLabel(line, margin, top + 15, {
        fill: palette.foreground,
        size: textSizes.figure,
        weight: "bold",
        whole: line,
      }),
    );
    top += 21;
  }
  top += 14;
  const place = (drawing: Drawing, left: number, className: string): void => {
    const transform = `translate(${left} ${Number(top.toFixed(1))})`;
    parts.push(svgElement("g", { class: className, transform }, drawing.svg));
  };
  for (let from = 0; from < figure.plots.length; from += columns) {
    const row = drawRow(figure.plots.slice(from, from + columns), plotWidth, palette);
    row.forEach((drawing, column) => {
      place(drawing, margin + column * (plotWidth + gap), "plot");
    });
    top += Math.max(...row.map(({ height }) => height)) + gap * 0.75;
  }
  for (const table of figure.tables) {
    const drawing = tableSvg(table, inner, palette);
    place(drawing, margin, "table-place");
    top += drawing.height + gap * 0.6;
  }
  const [width, height] = [inner + 2 * margin, top];
  const background = svgElement("rect", { width, height: Math.ceil(height), fill: palette.background });
  const description = [figure.caption, ...figure.plots.map(plotDescription)].join(" ");
  const drawing = { svg: [background, ...parts].join("\n"), width, height };
  return svgFile(drawing, palette, { title: figure.title, description });
}

/** Plots side by side: their axes begin on one line. */
function drawRow(plots: readonly Plot[], width: number, palette: FigurePalette): Drawing[] {
  const lines = Math.max(...plots.map((plot) => titleLines(plot, width).length));
  const frame: PlotFrame = { width, areaHeight: plotHeight(width), titleLines: lines };
  return plots.map((plot) => drawPlot(plot, frame, palette));
}
