import type { HeatPlot } from "./figure.ts";
import { isMissing } from "./isMissing.ts";

/** A place in a picture, in pixels. */
export type Place = readonly [x: number, y: number];

/**
 * The corners of the area of all cells that exist, around it once.
 * @param left of a column by its number, and of the end of the last
 * @param top of a row by its number, and of the end of the last
 */
export function heatOutline(
  plot: HeatPlot,
  left: (column: number) => number,
  top: (row: number) => number,
): Place[] {
  const rows = plot.rows.length;
  const places: Place[] = [[left(0), top(0)]];
  for (let row = 0; row < rows; row++) {
    let end = plot.columns.length;
    while (end > 0 && isMissing(plot, row, end - 1)) end--;
    places.push([left(end), top(row)], [left(end), top(row + 1)]);
  }
  return [...places, [left(0), top(rows)]];
}
