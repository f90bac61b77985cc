import type { Series } from "./series.ts";
import { valueAt } from "./valueAt.ts";

/** What is read off a series at a place. */
export interface Reading {
  readonly value: number;
  /** Beside the curve and in the legend. */
  readonly text: string;
  /** For screen readers, without the series' name. */
  readonly spoken: string;
}

/**
 * Reads a series: the value of a curve; of a mean also the lowest and the highest, and of how many where those are not
 * all; of a reference the value on the line between its points.
 * @param index of the series' own point; −1 where it has none near
 * @param x where the crosshair stands
 * @returns null where there is nothing to read
 */
export function readingText(
  series: Series,
  index: number,
  x: number,
  format: (y: number) => string,
): Reading | null {
  const write = (value: number): string => (Number.isFinite(value) ? format(value) : "not a number");
  if (series.isReference === true) {
    const value = valueAt(series, x);
    if (!Number.isFinite(value)) return null;
    return { value, text: `≈ ${format(value)}`, spoken: `about ${format(value)}` };
  }
  const value = series.y[index];
  if (value === undefined) return null;
  const { spread } = series;
  if (spread === undefined || !Number.isFinite(value))
    return { value, text: write(value), spoken: write(value) };
  const [low, high] = [write(spread.low[index]!), write(spread.high[index]!)];
  const members = spread.members[index]!;
  const isAll = members === spread.members.reduce((most, one) => Math.max(most, one), 0);
  const count = isAll ? "" : `, n = ${members}`;
  return {
    value,
    text: `${write(value)} (${low} to ${high}${count})`,
    spoken: `mean ${write(value)}, min ${low}, max ${high}${isAll ? "" : `, of ${members}`}`,
  };
}
