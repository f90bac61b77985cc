import { textSizes, type Drawing, type PlotFrame } from "./drawing.ts";
import type { Plot } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { fitText } from "./fitText.ts";
import { svgLabel } from "./svgLabel.ts";
import { wrapText } from "./wrapText.ts";

const lineHeight = 17;
const mostLines = 3;

/** The lines of a plot's title. */
export function titleLines(plot: Plot, width: number): string[] {
  return wrapText(plot.title, width, mostLines, textSizes.title, "bold");
}

/** A plot's title, and below it, just above the axis, what the axis is about. */
export function plotHead(plot: Plot, frame: PlotFrame, palette: FigurePalette): Drawing {
  const axisTitle = plot.kind === "lines" ? plot.yTitle : plot.rowTitle;
  const { width } = frame;
  const lines = titleLines(plot, width).map((line, i) =>
    svgLabel(line, 0, 13 + i * lineHeight, {
      fill: palette.foreground,
      size: textSizes.title,
      weight: "bold",
      whole: i === mostLines - 1 ? plot.title : line,
    }),
  );
  const titled = frame.titleLines * lineHeight;
  const fitted = fitText(axisTitle, width, textSizes.text);
  const axis = svgLabel(fitted, 0, titled + 12, {
    fill: palette.muted,
    size: textSizes.text,
    whole: axisTitle,
  });
  return { svg: lines.join("") + axis, width, height: titled + 26 };
}
