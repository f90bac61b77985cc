import { channels } from "../../src/figures/channels.ts";
import { colourScale, type Ground } from "../../src/figures/colourScale.ts";
import type { HeatPlot, HeatScale } from "../../src/figures/figure.ts";
import { heatScaleOf } from "../../src/figures/heatScaleOf.ts";
import { heatShare } from "../../src/figures/heatShare.ts";
import { isMissing } from "../../src/figures/isMissing.ts";

const shades = 256;
const made = new Map<string, Uint8ClampedArray>();

/**
 * A matrix as a picture with a pixel for each cell, uint8 [rows, columns, 4], as `ImageData` has it: red, green, blue,
 * opacity. Transparent where there is no number or no cell.
 */
export function heatPixels(plot: HeatPlot, ground: Ground): Uint8ClampedArray<ArrayBuffer> {
  const { values, range } = plot;
  const [rows, columns] = [plot.rows.length, plot.columns.length];
  const pixels = new Uint8ClampedArray(rows * columns * 4);
  const scale = heatScaleOf(plot);
  const share = heatShare(range, scale);
  const colours = shadesOf(scale, ground);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const value = values[cell] ?? Number.NaN;
      if (Number.isNaN(value) || isMissing(plot, row, column)) continue;
      const shade = 4 * Math.round(share(value) * (shades - 1));
      for (let channel = 0; channel < 4; channel++) pixels[4 * cell + channel] = colours[shade + channel]!;
    }
  }
  return pixels;
}

/** All colours of a scale in order, uint8 [shades, 4]: looking one up is much faster than mixing it. */
function shadesOf(scale: HeatScale, ground: Ground): Uint8ClampedArray {
  const key = `${scale} ${ground}`;
  let colours = made.get(key);
  if (colours === undefined) {
    const colourOf = colourScale(scale === "diverging" ? [-1, 1] : [0, 1], scale, ground);
    const first = scale === "diverging" ? -1 : 0;
    colours = Uint8ClampedArray.from(
      Array.from({ length: shades }, (_, i) => [
        ...channels(colourOf(first + (i / (shades - 1)) * (1 - first))!),
        255,
      ]).flat(),
    );
    made.set(key, colours);
  }
  return colours;
}
