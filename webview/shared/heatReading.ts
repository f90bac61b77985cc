import type { HeatPlot } from "../../src/figures/figure.ts";
import { exactValue } from "./exactValue.ts";
import type { HeatCell } from "./heatMapOptions.ts";

/** A cell's row, column and value in words. */
export function heatReading({ rows, columns, values }: HeatPlot, { row, column }: HeatCell): string {
  const value = values[row * columns.length + column] ?? Number.NaN;
  return `${rows[row] ?? ""}, ${columns[column] ?? ""}: ${Number.isNaN(value) ? "not a number" : exactValue(value)}`;
}
