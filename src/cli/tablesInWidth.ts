import { table } from "./table.ts";

/**
 * Rows of cells as a table of at most `width` columns of text; as several below each other, each with the first cells of
 * the rows, where there are too many columns for that.
 */
export function tablesInWidth(rows: readonly (readonly string[])[], width: number): string {
  const count = Math.max(0, ...rows.map((row) => row.length)) - 1;
  for (let perTable = Math.max(1, count); ; perTable--) {
    const tables = Array.from({ length: Math.ceil(count / perTable) }, (_, part) => {
      const first = part * perTable;
      return table(rows.map(([name = "", ...cells]) => [name, ...cells.slice(first, first + perTable)]));
    });
    const widest = Math.max(...tables.flatMap((text) => text.split("\n").map((line) => line.length)));
    if (widest <= width || perTable === 1) return tables.join("\n\n");
  }
}
