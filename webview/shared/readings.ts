import { lowerBound } from "../../src/figures/decimate.ts";
import { leadingSeries } from "./leadingSeries.ts";
import { nearestIndex } from "./nearestIndex.ts";
import type { Range, ScaleKind, Series } from "./series.ts";

/** What the crosshair shows. */
export interface Readings {
  /** Where it stands: at a real point of one of the series. */
  readonly x: number;
  /** The index of each series' own nearest point, in the order of the series; −1 where it has none near. */
  readonly indices: readonly number[];
}

/**
 * Snaps a crosshair to the nearest real point of any series, and finds the point of each series nearest to there.
 * References do not draw it to their points unless they are alone.
 * @param near how far from the crosshair a series' own point may be, as a share of the range's width on the axis
 */
export function readings(
  series: readonly Series[],
  at: number,
  range: Range,
  scale: ScaleKind,
  near: number,
): Readings | null {
  const place = (value: number): number => (scale === "log" ? Math.log(value) : value);
  const nearestIn = (one: Series, to: number): number => {
    const first = lowerBound(one.x, range.from);
    const inside = one.x.subarray(first, lowerBound(one.x, range.to, true));
    return inside.length === 0 ? -1 : first + nearestIndex(inside, to, scale);
  };
  let x: number | null = null;
  for (const one of leadingSeries(series)) {
    const candidate = one.x[nearestIn(one, at)];
    if (candidate === undefined) continue;
    if (x === null || Math.abs(place(candidate) - place(at)) < Math.abs(place(x) - place(at))) x = candidate;
  }
  if (x === null) return null;
  const snapped = x;
  const reach = near * (place(range.to) - place(range.from));
  const indices = series.map((one) => {
    const index = nearestIn(one, snapped);
    const own = one.x[index];
    return own !== undefined && Math.abs(place(own) - place(snapped)) <= reach ? index : -1;
  });
  return { x: snapped, indices };
}
