import { lowerBound } from "../../src/figures/decimate.ts";
import type { Series } from "./series.ts";

/** The value of a curve at a place, on the straight line between the points around it; NaN before the first and after the last. */
export function valueAt({ x, y }: Pick<Series, "x" | "y">, at: number): number {
  const next = lowerBound(x, at);
  if (x[next] === at) return y[next]!;
  if (next === 0 || next === x.length) return Number.NaN;
  const share = (at - x[next - 1]!) / (x[next]! - x[next - 1]!);
  return y[next - 1]! + share * (y[next]! - y[next - 1]!);
}
