import type { TableCell } from "./tableColumn.ts";

/** How the numbers of a cell are written. */
export interface NumberTexts {
  readonly short: (value: number) => string;
  /** In full, for pointing at. */
  readonly exact: (value: number) => string;
}

/**
 * The numbers of a group's members in a cell: their mean and, where they differ, the lowest and the highest. Sorted by
 * the mean. Members without a number do not count, and it is said of how many the mean is.
 */
export function rangeCell(
  values: readonly (number | null | undefined)[],
  { short, exact }: NumberTexts,
): TableCell {
  const numbers = values.filter((value): value is number => typeof value === "number");
  const { length } = numbers;
  if (length === 0) return { text: "–", value: null, title: "none of the runs has it" };
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  const mean = Math.min(Math.max(numbers.reduce((sum, value) => sum + value, 0) / length, low), high);
  const count = length === values.length ? "" : `, n = ${length}`;
  const range = low === high && count === "" ? "" : ` (${short(low)} to ${short(high)}${count})`;
  return {
    text: `${short(mean)}${range}`,
    value: mean,
    title: `mean ${exact(mean)}, min ${exact(low)}, max ${exact(high)}, of ${length} of ${values.length} runs`,
  };
}
