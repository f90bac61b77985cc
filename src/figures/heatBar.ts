import { colourScale, type Ground } from "./colourScale.ts";
import { textSizes } from "./drawing.ts";
import type { HeatPlot } from "./figure.ts";
import type { Box } from "./hatchLines.ts";
import type { HeatGrid } from "./heatAxes.ts";
import { heatScaleOf } from "./heatScaleOf.ts";
import type { PlacedLabel } from "./placedLabel.ts";
import { placer } from "./scale.ts";
import { textWidth } from "./textWidth.ts";
import { ticks, type Tick } from "./ticks.ts";

const size = textSizes.text;
const thickness = 12;
const steps = 48;

/** A box filled with a colour. */
export interface FilledBox extends Box {
  readonly fill: string;
}

/** The colour of each value of a matrix; null for what is not a number. */
export function heatColour(plot: HeatPlot, ground: Ground): (value: number) => string | null {
  const { from, to } = barRange(plot);
  return colourScale([from, to], plot.scale ?? heatScaleOf({ range: [from, to] }), ground);
}

/** The range of a matrix' colours, never empty. */
function barRange({ range: [from, to] }: HeatPlot): { readonly from: number; readonly to: number } {
  return to > from ? { from, to } : { from: from - 0.5, to: from + 0.5 };
}

function barTicks(plot: HeatPlot): Tick[] {
  return ticks(barRange(plot), "linear", 5);
}

/** What the colour bar of a matrix needs beside it, in pixels. */
export function heatBarWidth(plot: HeatPlot): number {
  return (
    Math.ceil(Math.max(0, ...barTicks(plot).map(({ label }) => textWidth(label, size)))) + thickness + 20
  );
}

/** The bar beside a matrix that tells what its colours mean. */
export function heatBar(
  plot: HeatPlot,
  { right, top, bottom }: HeatGrid,
  colourOf: (value: number) => string | null,
  fill: string,
): { readonly boxes: readonly FilledBox[]; readonly labels: readonly PlacedLabel[] } {
  const range = barRange(plot);
  const x = right + 14;
  const place = placer(range, "linear", bottom, top);
  const step = (bottom - top) / steps;
  const boxes = Array.from({ length: steps }, (_, i) => {
    const value = range.to - ((i + 0.5) / steps) * (range.to - range.from);
    // A little overlap, or thin lines show between the steps.
    const height = i === steps - 1 ? step : step + 0.5;
    return { x, y: top + i * step, width: thickness, height, fill: colourOf(value) ?? "none" };
  });
  const all = barTicks(plot);
  const room = Math.max(1, Math.floor((bottom - top) / (size + 2)));
  const shown = all.length <= room ? all : ticks(range, "linear", 1).slice(0, room);
  const labels = shown.map(({ value, label }) => ({
    text: label,
    x: x + thickness + 5,
    y: place(value) + 4,
    look: { fill, size },
  }));
  return { boxes, labels };
}
