import type { PlotSeries } from "../figures/figure.ts";
import type { Curve } from "./curve.ts";

/** A horizontal line at ln 2: the loss of picking one of the two labels in the context at random. */
export const lnTwoLine = { at: Math.LN2, label: "ln 2" } as const;

/** A curve of a plot. */
export function seriesOf({ label, x, y }: Curve, slot: number): PlotSeries {
  return { label, x, y, slot };
}

/** A curve of the paper in the colour of ours. `time`: what its sequences are multiplied by. */
export function referenceSeries({ label, x, y }: Curve, slot: number, time: number): PlotSeries {
  const scaled = time === 1 ? x : Array.from(x, (value) => value * time);
  return { label: `${label} (paper)`, x: scaled, y, slot, isReference: true };
}
