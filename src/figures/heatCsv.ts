import { csvRow } from "./csvRow.ts";
import type { HeatPlot } from "./figure.ts";
import { heatCells } from "./heatCells.ts";

/** The values of a matrix as tidy CSV, in full precision: `row`, `column`, `value`, a line for each cell that exists. */
export function heatCsv(plot: HeatPlot): string {
  const lines = heatCells(plot).map(({ row, column, value }) => [row, column, value]);
  return [["row", "column", "value"], ...lines].map(csvRow).join("");
}
