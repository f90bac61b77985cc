import { lowerBound } from "./decimate.ts";
import type { DataTable, Range, Series } from "./series.ts";

/**
 * The points of shown series as a table: one row for each x that any of them has a point at, the last `limit` in range.
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
  for (const { x } of series) {
    const end = lowerBound(x, range.to, true);
    const begin = lowerBound(x, range.from);
    total = Math.max(total, end - begin);
    for (const place of x.slice(Math.max(begin, end - limit), end)) places.add(place);
  }
  const last = [...places].sort((a, b) => a - b).slice(-limit);
  const rows = last.map((place) => [
    format.x(place),
    ...series.map(({ x, y }) => {
      const index = lowerBound(x, place);
      return x[index] === place ? format.y(y[index]!) : "";
    }),
  ]);
  const note = total > last.length ? `The last ${last.length} of ${total} points in view.` : null;
  return { columns: [xTitle, ...series.map(({ label }) => label)], rows, note };
}
