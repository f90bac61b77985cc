import { canvasPng } from "./canvasPng.ts";
import { spreadOpacity } from "./spreadOpacity.ts";
import type { Series } from "./series.ts";
import { seriesLook } from "./seriesLook.ts";
import { fade, type Palette } from "./theme.ts";

const margin = 12;
const lineHeight = 18;

/**
 * A picture of a chart as PNG file: title, the chart's canvas, drawn `size` large (CSS pixels), and the legend of the
 * shown series.
 */
export function chartPng(
  chart: HTMLCanvasElement,
  size: { readonly width: number; readonly height: number },
  title: string,
  series: readonly Series[],
  palette: Palette,
): Promise<Uint8Array> {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  if (context === null) return Promise.reject(new Error("This window cannot draw pictures."));
  const width = size.width + 2 * margin;
  const font = `12px ${palette.font}`;
  context.font = font;
  const entries = flow(context, series, width - 2 * margin);
  const rows = (entries.at(-1)?.row ?? -1) + 1;
  const top = margin + 24;
  const height = top + size.height + rows * lineHeight + margin;
  // At least double resolution: pictures of charts go into papers and slides.
  const ratio = Math.max(2, window.devicePixelRatio);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, width, height);
  context.fillStyle = palette.foreground;
  context.textBaseline = "middle";
  context.font = `bold 13px ${palette.font}`;
  context.fillText(title, margin, margin + 8, width - 2 * margin);
  context.drawImage(chart, margin, top, size.width, size.height);
  context.font = font;
  for (const { one, left, row } of entries) {
    const { colour, dash, isThin } = seriesLook(one, palette);
    const y = top + size.height + row * lineHeight + lineHeight / 2;
    if (one.spread !== undefined) {
      context.fillStyle = fade(colour, spreadOpacity);
      context.fillRect(margin + left, y - 5, 28, 10);
    }
    context.strokeStyle = colour;
    context.lineWidth = isThin ? 1 : 2;
    context.setLineDash([...dash]);
    context.beginPath();
    context.moveTo(margin + left, y);
    context.lineTo(margin + left + 28, y);
    context.stroke();
    context.fillStyle = palette.foreground;
    // Squeezed where one name is wider than the picture.
    context.fillText(one.label, margin + left + 34, y, width - 2 * margin - 34);
  }
  return canvasPng(canvas);
}

/** Puts legend entries in rows. */
function flow(
  context: CanvasRenderingContext2D,
  series: readonly Series[],
  width: number,
): { readonly one: Series; readonly left: number; readonly row: number }[] {
  let left = 0;
  let row = 0;
  return series.map((one) => {
    const needed = Math.min(34 + context.measureText(one.label).width + 16, width);
    if (left > 0 && left + needed > width) {
      left = 0;
      row++;
    }
    const entry = { one, left, row };
    left += needed;
    return entry;
  });
}
