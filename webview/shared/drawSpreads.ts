import type { PlotArea } from "./crosshair.ts";
import { spreadOpacity } from "./spreadOpacity.ts";
import type { PlotModel } from "./plotModel.ts";
import { seriesLook } from "./seriesLook.ts";
import { spreadOutline } from "./spreadOutline.ts";
import { fade, type Palette } from "./theme.ts";

/**
 * Draws the bands around means, to be put under the curves.
 * @param highlight the key of the series that others step back for
 */
export function drawSpreads(
  context: CanvasRenderingContext2D,
  area: PlotArea,
  model: PlotModel,
  palette: Palette,
  pixel: { readonly x: (x: number) => number; readonly y: (y: number) => number },
  highlight: string | null,
): void {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
  context.clip();
  for (const { series, spread } of model.lines) {
    if (spread === null) continue;
    const { colour } = seriesLook(series, palette);
    const share = highlight === null || highlight === series.key ? 1 : 0.3;
    context.fillStyle = fade(colour, spreadOpacity * share);
    context.strokeStyle = fade(colour, share);
    context.beginPath();
    for (const ring of spreadOutline(spread)) {
      for (const [i, { x, y }] of ring.entries()) {
        if (i === 0) context.moveTo(pixel.x(x), pixel.y(y));
        else context.lineTo(pixel.x(x), pixel.y(y));
      }
      context.closePath();
    }
    context.fill();
    // Where colours are few and strong, a tint alone cannot be seen.
    if (palette.isHighContrast) context.stroke();
  }
  context.restore();
}
