/** Numbers as panels tell them: with four significant digits. */
export function fourDigits(rows: readonly (readonly number[])[]): number[][] {
  return rows.map((row) => row.map((value) => Number(value.toPrecision(4))));
}
