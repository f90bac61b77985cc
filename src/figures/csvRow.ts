import { csvCell, csvNumber } from "../runs/comparison/csvCell.ts";

/**
 * A line of a CSV file (RFC 4180) with its end. Numbers in full precision; what is not a finite number, and null, is an
 * empty cell. A text that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function csvRow(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

function cellText(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return csvNumber(cell);
  const isNumber = /^[+-]?[\d.]+$/.test(cell);
  return isNumber ? cell : csvCell(cell);
}
