import type { Curve } from "./curve.ts";
import { pointsOf } from "./curve.ts";

/** The points of a curve up to a number of sequences. */
export function upTo(curve: Curve, sequences: number): Curve {
  const points = pointsOf(curve).filter(([x]) => x <= sequences);
  return { label: curve.label, x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}
