import { indexAt } from "./curves.ts";

/** One column of curves. `sequences`: float64 [n], increasing; `values`: float64 [n]. */
export interface Curve {
  readonly sequences: Float64Array;
  readonly values: Float64Array;
}

/**
 * A run's curve minus the baseline's, at points of the run. Where the baseline has the same point, the difference is
 * exact; where it has not, its last value before is taken: nothing is interpolated. Points before the first and after
 * the last of the baseline are left out. NaN where either value is.
 */
export function differenceCurve(run: Curve, baseline: Curve): Curve {
  const begin = baseline.sequences[0] ?? Infinity;
  const end = baseline.sequences.at(-1) ?? -Infinity;
  const from = indexAfter(run.sequences, begin);
  const to = indexAt(run.sequences, end) + 1;
  const sequences = run.sequences.slice(from, Math.max(from, to));
  const values = sequences.map(
    (at, place) => run.values[from + place]! - baseline.values[indexAt(baseline.sequences, at)]!,
  );
  return { sequences, values };
}

/** The first place that is at or after. */
function indexAfter(sequences: Float64Array, at: number): number {
  const before = indexAt(sequences, at);
  return before >= 0 && sequences[before] === at ? before : before + 1;
}
