import type { DrawingOptions } from "./chartJsOptions.ts";
import type { PlotArea } from "./crosshair.ts";
import type { PlacedLabel } from "./labelLanes.ts";
import type { PlotModel } from "./plotModel.ts";
import { seriesLook } from "./seriesLook.ts";
import type { Palette } from "./theme.ts";

/** Of the texts in the picture, in CSS pixels. */
export const textSize = 11;
/** Of a line of them. */
export const textHeight = 14;

/** Draws the names of references at the right end of their lines, to be put under the curves. */
export function drawReferences(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  { model, extras, palette }: Pick<DrawingOptions, "model" | "extras" | "palette">,
  pixelY: (y: number) => number,
): void {
  context.save();
  context.font = `${textSize}px ${palette.font}`;
  context.textBaseline = "middle";
  for (const { at, label } of extras.references) {
    if (at < model.y.from || at > model.y.to) continue;
    const left = area.right - context.measureText(label).width - 4;
    plate(context, label, left, pixelY(at) - textHeight / 2, palette);
  }
  context.restore();
}

/**
 * Draws, on a chart's canvas, dots for points without neighbours (which a line cannot show), and crosses on the x-axis
 * for what is not a number.
 */
export function drawPlotExtras(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  model: PlotModel,
  palette: Palette,
  pixel: { readonly x: (x: number) => number; readonly y: (y: number) => number },
): void {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.clip();
  for (const line of model.lines) {
    const { series, raw } = line;
    const { colour } = seriesLook(series, palette);
    context.fillStyle = context.strokeStyle = colour;
    context.lineWidth = 1.5;
    for (let i = 0; i < raw.x.length; i++) {
      const isAlone = !(Number.isFinite(raw.y[i - 1]) || Number.isFinite(raw.y[i + 1]));
      if (!isAlone || !Number.isFinite(raw.y[i])) continue;
      context.beginPath();
      context.arc(pixel.x(raw.x[i]!), pixel.y(raw.y[i]!), 3, 0, 2 * Math.PI);
      context.fill();
    }
    crosses(context, line.notNumbers, area.bottom - 5, pixel.x);
  }
  context.restore();
}

/** Draws the names of bands and markers above the plot, in the room that `labelRoom` has found. */
export function drawLabels(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  labels: readonly PlacedLabel[],
  palette: Palette,
): void {
  context.save();
  context.font = `${textSize}px ${palette.font}`;
  context.textBaseline = "middle";
  context.fillStyle = palette.foreground;
  for (const { text, left, lane } of labels) {
    // The lowest line first: most charts need only that.
    const y = area.top - 2 - textHeight * (lane + 0.5);
    context.fillText(text, area.left + left, y);
  }
  context.restore();
}

function crosses(
  context: CanvasRenderingContext2D,
  places: Float64Array,
  y: number,
  pixel: (x: number) => number,
): void {
  let last = -Infinity;
  for (const place of places) {
    const x = pixel(place);
    // Crosses on top of each other are one cross.
    if (x - last < 4) continue;
    last = x;
    context.beginPath();
    context.moveTo(x - 3, y - 3);
    context.lineTo(x + 3, y + 3);
    context.moveTo(x - 3, y + 3);
    context.lineTo(x + 3, y - 3);
    context.stroke();
  }
}

function plate(
  context: CanvasRenderingContext2D,
  text: string,
  left: number,
  y: number,
  palette: Palette,
): void {
  context.globalAlpha = 0.75;
  context.fillStyle = palette.background;
  context.fillRect(left - 2, y - textHeight / 2 + 1, context.measureText(text).width + 4, textHeight - 2);
  context.globalAlpha = 1;
  context.fillStyle = palette.muted;
  context.fillText(text, left, y + 0.5);
}
