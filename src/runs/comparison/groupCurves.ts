import type { Curve } from "./differenceCurve.ts";

/** One column of several runs as one curve. All arrays float64 [n]. */
export interface GroupCurve {
  /** Increasing. */
  readonly sequences: Float64Array;
  readonly mean: Float64Array;
  /** The lowest of the members. */
  readonly low: Float64Array;
  /** The highest of the members. */
  readonly high: Float64Array;
  /** How many members there are at each point. */
  readonly members: Float64Array;
}

/**
 * The mean and the range of curves, at points that all of them have exactly: nothing is interpolated. A curve that is
 * shorter than others ends, and one that begins later begins: between them, points are of the others alone, and
 * `members` says of how many. NaN where one of them is.
 */
export function groupCurves(curves: readonly Curve[]): GroupCurve {
  const places = curves.map(() => 0);
  const points: { at: number; mean: number; low: number; high: number; members: number }[] = [];
  for (;;) {
    const at = Math.min(...curves.map(({ sequences }, which) => sequences[places[which]!] ?? Infinity));
    if (at === Infinity) break;
    let isShared = true;
    let members = 0;
    let sum = 0;
    let low = Infinity;
    let high = -Infinity;
    for (const [which, { sequences, values }] of curves.entries()) {
      const place = places[which]!;
      if (sequences[place] === at) {
        const value = values[place]!;
        places[which] = place + 1;
        members++;
        sum += value;
        // Math.min and max keep a NaN, as the sum does.
        low = Math.min(low, value);
        high = Math.max(high, value);
      } else if (place > 0 && place < sequences.length) isShared = false;
    }
    if (isShared) points.push({ at, mean: sum / members, low, high, members });
  }
  return {
    sequences: Float64Array.from(points, ({ at }) => at),
    // The mean of equal numbers is that number, whatever the rounding of the sum.
    mean: Float64Array.from(points, ({ mean, low, high }) => Math.min(Math.max(mean, low), high)),
    low: Float64Array.from(points, ({ low }) => low),
    high: Float64Array.from(points, ({ high }) => high),
    members: Float64Array.from(points, ({ members }) => members),
  };
}
