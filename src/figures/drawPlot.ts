import type { Drawing, PlotFrame } from "./drawing.ts";
import type { Plot } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { heatPlotSvg } from "./heatPlotSvg.ts";
import { linePlotSvg } from "./linePlotSvg.ts";

/** Draws a plot of either kind. */
export function drawPlot(plot: Plot, frame: PlotFrame, palette: FigurePalette): Drawing {
  return plot.kind === "lines" ? linePlotSvg(plot, frame, palette) : heatPlotSvg(plot, frame, palette);
}
