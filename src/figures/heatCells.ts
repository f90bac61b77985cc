import type { HeatPlot } from "./figure.ts";
import { isMissing } from "./isMissing.ts";

/** A value of a matrix with the names of its row and its column. */
export interface NamedCell {
  readonly row: string;
  readonly column: string;
  /** Not a number where the matrix has nothing. */
  readonly value: number;
}

/** All values of a matrix that exist, row by row. */
export function heatCells(plot: HeatPlot): NamedCell[] {
  const { rows, columns, values } = plot;
  return rows.flatMap((row, r) =>
    columns.flatMap((column, c) =>
      isMissing(plot, r, c) ? [] : [{ row, column, value: values[r * columns.length + c] ?? Number.NaN }],
    ),
  );
}
