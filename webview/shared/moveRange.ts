import type { Range, ScaleKind } from "./series.ts";

/**
 * A range as many times as wide on the axis, about a place that stays where it is, and within `extent`. Null: that is
 * everything. On a log axis all are above 0.
 */
export function scaleRange(
  range: Range,
  scale: ScaleKind,
  factor: number,
  about: number,
  extent: Range,
): Range | null {
  const { place, value } = axisOf(scale);
  const centre = place(Math.min(Math.max(about, range.from), range.to));
  const from = value(centre - (centre - place(range.from)) * factor);
  const to = value(centre + (place(range.to) - centre) * factor);
  if (from <= extent.from && to >= extent.to) return null;
  const within = { from: Math.max(from, extent.from), to: Math.min(to, extent.to) };
  // Beyond the digits of numbers there is nothing to see.
  const isTooNarrow = within.to - within.from <= 1e-9 * Math.max(1, Math.abs(within.to));
  return isTooNarrow ? range : within;
}

/** A range moved on the axis by a share of its width, as far as `extent` goes. */
export function shiftRange(range: Range, scale: ScaleKind, share: number, extent: Range): Range {
  const { place, value } = axisOf(scale);
  const [from, to] = [place(range.from), place(range.to)];
  const wanted = share * (to - from);
  const least = Math.min(0, place(extent.from) - from);
  const most = Math.max(0, place(extent.to) - to);
  const by = Math.min(Math.max(wanted, least), most);
  return { from: value(from + by), to: value(to + by) };
}

function axisOf(scale: ScaleKind): { place: (value: number) => number; value: (place: number) => number } {
  return scale === "log" ? { place: Math.log, value: Math.exp } : { place: (x) => x, value: (x) => x };
}
