import { heatLayout } from "../../src/figures/heatLayout.ts";
import type { HeatPlot } from "../../src/figures/figure.ts";
import { titleLines } from "../../src/figures/plotHead.ts";
import { canvasPng } from "./canvasPng.ts";
import { drawHeatLayout } from "./drawHeatLayout.ts";
import { heatPalette } from "./heatPalette.ts";
import type { Palette } from "./theme.ts";

const margin = 16;
const width = 520;
/** Papers and slides need more pixels than a screen. */
const ratio = 3;

/** A matrix as PNG file with its title, axes and legend, in the theme's colours. Rejects where it cannot be drawn. */
export function heatPng(plot: HeatPlot, theme: Palette): Promise<Uint8Array> {
  const palette = heatPalette(theme);
  const layout = heatLayout(
    plot,
    { width, areaHeight: width, titleLines: titleLines(plot, width).length },
    palette,
  );
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * margin) * ratio;
  canvas.height = Math.ceil(layout.height + 2 * margin) * ratio;
  const context = canvas.getContext("2d");
  if (context === null) return Promise.reject(new Error("This window cannot draw pictures."));
  context.fillStyle = theme.background;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.setTransform(ratio, 0, 0, ratio, margin * ratio, margin * ratio);
  drawHeatLayout(context, layout, palette, theme.font);
  return canvasPng(canvas);
}
