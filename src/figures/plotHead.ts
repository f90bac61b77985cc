import { textSizes, type PlotFrame } from "./drawing.ts";
import type { Plot } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { fitText } from "./fitText.ts";
import type { PlacedLabel } from "./placedLabel.ts";
import { wrapText } from "./wrapText.ts";

const lineHeight = 17;
const mostLines = 3;

/** The lines of a plot's title. */
export function titleLines(plot: Plot, width: number): string[] {
  return wrapText(plot.title, width, mostLines, textSizes.title, "bold");
}

/** A plot's title, and below it, just above the axis, what the axis is about; and the height of both in pixels. */
export function plotHead(
  plot: Plot,
  frame: PlotFrame,
  palette: Pick<FigurePalette, "foreground" | "muted">,
): { readonly labels: readonly PlacedLabel[]; readonly height: number } {
  const axisTitle = plot.kind === "lines" ? plot.yTitle : plot.rowTitle;
  const { width } = frame;
  const lines = titleLines(plot, width).map((text, i): PlacedLabel => ({
    text,
    x: 0,
    y: 13 + i * lineHeight,
    look: {
      fill: palette.foreground,
      size: textSizes.title,
      weight: "bold",
      whole: i === mostLines - 1 ? plot.title : text,
    },
  }));
  const titled = frame.titleLines * lineHeight;
  const axis: PlacedLabel = {
    text: fitText(axisTitle, width, textSizes.text),
    x: 0,
    y: titled + 12,
    look: { fill: palette.muted, size: textSizes.text, whole: axisTitle },
  };
  return { labels: [...lines, axis], height: titled + 26 };
}
