import type { PlotFrame } from "./drawing.ts";
import { drawPlot } from "./drawPlot.ts";
import type { Plot } from "./figure.ts";
import { figurePalettes, type FigureTheme } from "./figurePalette.ts";
import { plotDescription } from "./plotDescription.ts";
import { titleLines } from "./plotHead.ts";
import { plotHeight } from "./plotHeight.ts";
import { svgElement } from "./svgElement.ts";
import { svgFile } from "./svgFile.ts";

const margin = 16;

/** One plot alone as an SVG file, `width` pixels wide with its margins. */
export function plotSvg(plot: Plot, theme: FigureTheme, width = plot.kind === "heat" ? 552 : 752): string {
  const palette = figurePalettes[theme];
  const inner = width - 2 * margin;
  const frame: PlotFrame = {
    width: inner,
    areaHeight: plotHeight(inner),
    titleLines: titleLines(plot, inner).length,
  };
  const drawing = drawPlot(plot, frame, palette);
  const height = drawing.height + 2 * margin;
  const background = svgElement("rect", { width, height: Math.ceil(height), fill: palette.background });
  const placed = svgElement("g", { transform: `translate(${margin} ${margin})` }, drawing.svg);
  const description = plotDescription(plot);
  return svgFile({ svg: background + placed, width, height }, palette, { title: plot.title, description });
}
