import type { FigureTable } from "./figure.ts";

/** Whether all that stands in a column is a number, or reads like one: such columns stand to the right. */
export function isNumberColumn({ rows }: FigureTable, column: number): boolean {
  const cells = rows.map((row) => row[column] ?? "").filter((cell) => cell !== "" && cell !== "–");
  return (
    cells.length > 0 &&
    cells.every((cell) => typeof cell === "number" || /^[−-]?[\d.,]+ ?(%|k|M)?$/.test(cell))
  );
}
