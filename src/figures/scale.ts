/** How an axis runs. */
export type ScaleKind = "linear" | "log";

/** A stretch of an axis, `from` < `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where values of an axis are in a picture that shows `range` from `start` to `end`, in its pixels. */
export function placer(
  range: Range,
  scale: ScaleKind,
  start: number,
  end: number,
): (value: number) => number {
  const place = (value: number): number => (scale === "log" ? Math.log(value) : value);
  const from = place(range.from);
  const perUnit = (end - start) / (place(range.to) - from);
  return (value) => start + (place(value) - from) * perUnit;
}
