import { csvRow } from "./csvRow.ts";
import type { FigureTable } from "./figure.ts";

/** A table as CSV, its column names in the first line. Numbers in full precision, empty where there is nothing. */
export function tableCsv({ columns, rows }: FigureTable): string {
  return [columns, ...rows].map(csvRow).join("");
}
