import type { Range, ScaleKind } from "./scale.ts";

/** Points to draw. */
export interface Points {
  /** float64 [m], increasing. */
  readonly x: Float64Array;
  /** float64 [m]; NaN is a gap. */
  readonly y: Float64Array;
  /** How many of the given points are in range. */
  readonly of: number;
  /** Whether points in range were left out that were not in the way of the picture. */
  readonly isDecimated: boolean;
}

/**
 * The points of a curve within a range, at most its lowest and highest of each pixel column. Keeps the first and the
 * last point in range, the neighbour outside on each side (so that lines run to the edge), and a NaN for each gap.
 * A curve with fewer than two points for each pixel is returned whole. The same input gives the same points.
 * @param x float64 [n], increasing
 * @param y float64 [n]
 * @param pixels columns that the range is drawn in
 */
export function decimate(
  x: Float64Array,
  y: Float64Array,
  range: Range,
  pixels: number,
  scale: ScaleKind,
): Points {
  const first = lowerBound(x, scale === "log" ? Math.max(range.from, Number.MIN_VALUE) : range.from);
  const end = lowerBound(x, range.to, true);
  const of = end - first;
  const before = first > 0 && (scale === "linear" || x[first - 1]! > 0) ? first - 1 : first;
  const after = Math.min(end + 1, x.length);
  if (of <= 2 * pixels)
    return { x: x.slice(before, after), y: y.slice(before, after), of, isDecimated: false };

  const place = (value: number): number => (scale === "log" ? Math.log(value) : value);
  const start = place(x[first]!);
  const perPixel = Math.max(1, Math.floor(pixels)) / (place(x[end - 1]!) - start);
  const kept: number[] = [];
  const keep = (index: number): void => {
    if (kept.at(-1) !== index) kept.push(index);
  };
  if (before < first) keep(before);
  keep(first);
  let lowest = -1;
  let highest = -1;
  let column = -1;
  const flush = (): void => {
    if (lowest >= 0) {
      keep(Math.min(lowest, highest));
      keep(Math.max(lowest, highest));
    }
    lowest = highest = -1;
  };
  for (let i = first; i < end; i++) {
    if (Number.isNaN(y[i]!)) {
      flush();
      if (kept.length === 0 || !Number.isNaN(y[kept.at(-1)!]!)) keep(i);
      continue;
    }
    const at = Math.floor((place(x[i]!) - start) * perPixel);
    if (at !== column) flush();
    column = at;
    if (lowest < 0 || y[i]! < y[lowest]!) lowest = i;
    if (highest < 0 || y[i]! > y[highest]!) highest = i;
  }
  flush();
  keep(end - 1);
  if (end < x.length) keep(end);
  return {
    x: Float64Array.from(kept, (index) => x[index]!),
    y: Float64Array.from(kept, (index) => y[index]!),
    of,
    isDecimated: true,
  };
}

/** The first index with `x[index] >= value`; with `after`, with `x[index] > value`. The length where there is none. */
export function lowerBound(x: Float64Array, value: number, after = false): number {
  let low = 0;
  let high = x.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x[middle]! < value || (after && x[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
