import { lowerBound } from "../../src/figures/decimate.ts";
import type { ScaleKind } from "./series.ts";

/**
 * The index of the point nearest to a place, as the axis shows it; −1 where there are no points.
 * @param x float64 [n], increasing
 */
export function nearestIndex(x: Float64Array, at: number, scale: ScaleKind): number {
  if (x.length === 0) return -1;
  const next = lowerBound(x, at);
  if (next === 0) return 0;
  if (next === x.length) return next - 1;
  const place = (value: number): number => (scale === "log" ? Math.log(value) : value);
  const below = place(at) - place(x[next - 1]!);
  const above = place(x[next]!) - place(at);
  return above < below ? next : next - 1;
}
