import { lowerBound } from "../../src/figures/decimate.ts";
import { leadingSeries } from "./leadingSeries.ts";
import { readingText } from "./readingText.ts";
import type { DataTable, Range, Series } from "./series.ts";

/**
 * The points of shown series as a table: one row for each x that any of them has a point at, the last `limit` in range.
 * A mean has four columns: with the lowest, the highest, and of how many. References have values on their lines.
 * @param xTitle heads the first column
 */
export function dataTable(
  series: readonly Series[],
  range: Range,
  limit: number,
  xTitle: string,
  format: { readonly x: (x: number) => string; readonly y: (y: number) => string },
): DataTable {
  const places = new Set<number>();
  let total = 0;
  for (const { x } of leadingSeries(series)) {
    const end = lowerBound(x, range.to, true);
    const begin = lowerBound(x, range.from);
    total = Math.max(total, end - begin);
    for (const place of x.slice(Math.max(begin, end - limit), end)) places.add(place);
  }
  const last = [...places].sort((a, b) => a - b).slice(-limit);
  const rows = last.map((place) => [
    format.x(place),
    ...series.flatMap((one) => cells(one, place, format.y)),
  ]);
  const note = total > last.length ? `The last ${last.length} of ${total} points in view.` : null;
  return { columns: [xTitle, ...series.flatMap(titles)], rows, note };
}

function titles({ label, spread }: Series): string[] {
  return spread === undefined ? [label] : [`${label}: mean`, "min", "max", "of"];
}

function cells(series: Series, place: number, format: (y: number) => string): string[] {
  const { x, y, spread } = series;
  const index = lowerBound(x, place);
  if (spread === undefined) {
    if (series.isReference === true) return [readingText(series, index, place, format)?.text ?? ""];
    return [x[index] === place ? format(y[index]!) : ""];
  }
  if (x[index] !== place) return ["", "", "", ""];
  const { low, high, members } = spread;
  return [format(y[index]!), format(low[index]!), format(high[index]!), String(members[index])];
}
