import type { PaperRun } from "./lab.ts";

/** A curve of a figure. Points that are not finite are gaps. */
export interface Curve {
  readonly label: string;
  /** [points], in sequences, increasing. */
  readonly x: ArrayLike<number>;
  /** [points] */
  readonly y: ArrayLike<number>;
}

/** A column of a run's evaluations, such as `train.loss`, as a curve. */
export function curveOf(run: PaperRun, column: string, label: string): Curve {
  const { sequences, columns } = run.curves;
  return { label, x: sequences, y: columns[column] ?? new Float64Array(sequences.length).fill(Number.NaN) };
}

/** The points of a curve that are finite, as pairs. */
export function pointsOf({ x, y }: Curve): (readonly [x: number, y: number])[] {
  return Array.from({ length: x.length }, (_, at) => [x[at]!, y[at]!] as const).filter(([, value]) =>
    Number.isFinite(value),
  );
}

/** Where a curve is below a level for the first time; null where it never is. */
export function firstBelow(curve: Curve, level: number): number | null {
  return pointsOf(curve).find(([, y]) => y < level)?.[0] ?? null;
}

/** Where a curve is above a level for the first time; null where it never is. */
export function firstAbove(curve: Curve, level: number): number | null {
  return pointsOf(curve).find(([, y]) => y > level)?.[0] ?? null;
}

/** The curve's value, between points on the straight line; not a number before its first and after its last point. */
export function valueAt(curve: Curve, at: number): number {
  const points = pointsOf(curve);
  const after = points.findIndex(([x]) => x >= at);
  const end = points[after];
  if (end === undefined) return Number.NaN;
  if (end[0] === at) return end[1];
  const start = points[after - 1];
  if (start === undefined) return Number.NaN;
  return start[1] + ((end[1] - start[1]) * (at - start[0])) / (end[0] - start[0]);
}

/** The last finite value of a curve; not a number where there is none. */
export function lastValue(curve: Curve): number {
  return pointsOf(curve).at(-1)?.[1] ?? Number.NaN;
}

/** How long a curve, drawn with straight lines, is between two levels; in the unit of x. */
export function timeBetween(curve: Curve, low: number, high: number): number {
  const points = pointsOf(curve);
  let time = 0;
  for (const [at, [x, y]] of points.entries()) {
    const next = points[at + 1];
    if (next === undefined) break;
    const [fall, rise] = [Math.min(y, next[1]), Math.max(y, next[1])];
    const inside = Math.min(high, rise) - Math.max(low, fall);
    const part = rise === fall ? Number(fall >= low && fall <= high) : Math.max(0, inside) / (rise - fall);
    time += part * (next[0] - x);
  }
  return time;
}
