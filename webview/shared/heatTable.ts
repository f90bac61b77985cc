import type { HeatPlot } from "../../src/figures/figure.ts";
import { isMissing } from "../../src/figures/isMissing.ts";
import { cellValue } from "./cellValue.ts";
import type { DataTable } from "./series.ts";

/** The values of a matrix as texts: a row for each of its rows, its name first. Empty where there is no cell. */
export function heatTable(plot: HeatPlot): DataTable {
  const { rows, columns, values, rowTitle, columnTitle } = plot;
  return {
    columns: [rowTitle, ...columns],
    rows: rows.map((name, row) => [
      name,
      ...columns.map((_, column) =>
        isMissing(plot, row, column) ? "" : cellValue(values[row * columns.length + column] ?? Number.NaN),
      ),
    ]),
    note: `${rowTitle} by ${columnTitle}.`,
  };
}
