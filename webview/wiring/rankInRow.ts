/** Which place a number has among all of its row, the highest first, from 1. */
export function rankInRow(row: readonly number[], column: number): number {
  return 1 + row.filter((value) => value > row[column]!).length;
}
