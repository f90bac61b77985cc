import type { HeatPlot } from "../../src/figures/figure.ts";
import { cellValue } from "./cellValue.ts";
import type { HeatCell } from "./heatMapOptions.ts";

/**
 * A cell's row, column and value in words.
 * @param isFull with all digits of the value, as where one points at it; else with as many as tables have
 */
export function heatReading(
  { rows, columns, values }: HeatPlot,
  { row, column }: HeatCell,
  isFull = false,
): string {
  const value = values[row * columns.length + column] ?? Number.NaN;
  const digits = isFull ? String(value).replace(/^-/, "−") : cellValue(value);
  return `${rows[row] ?? ""}, ${columns[column] ?? ""}: ${Number.isNaN(value) ? "not a number" : digits}`;
}
