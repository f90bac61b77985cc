import type { Curves } from "../../src/runs/comparison/curves.ts";
import type { Curve } from "../../src/runs/comparison/differenceCurve.ts";

/** A metric of a run on the x-axis: its evaluations counted from `origin`. Empty where the run has no such metric. */
export function alignedCurve(
  { curves, origin }: { readonly curves: Curves; readonly origin: number | null },
  metric: string,
): Curve {
  const values = curves.columns[metric];
  if (values === undefined || origin === null) return { sequences: nothing, values: nothing };
  if (origin === 0) return { sequences: curves.sequences, values };
  return { sequences: curves.sequences.map((sequences) => sequences - origin), values };
}

const nothing = new Float64Array(0);
