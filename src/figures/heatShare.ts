import type { HeatScale } from "./figure.ts";

/**
 * Where each value is on a scale, in 0 … 1: sequential from one end of the range to the other; diverging from the
 * negative of its larger end to that end, so that 0 is in the middle. Values outside are at the ends; not a number is NaN.
 */
export function heatShare(
  [from, to]: readonly [from: number, to: number],
  scale: HeatScale,
): (value: number) => number {
  const end = Math.max(Math.abs(from), Math.abs(to));
  const low = scale === "diverging" ? -end : from;
  const high = scale === "diverging" ? end : to;
  return (value) => {
    if (Number.isNaN(value)) return Number.NaN;
    return high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0.5;
  };
}
