/** By which column a table is sorted. */
export interface SortOrder {
  readonly column: string;
  readonly direction: "ascending" | "descending";
}

/** What a cell is sorted by; null and NaN are missing values. */
export type SortValue = number | string | null;

/**
 * The rows sorted by a value of theirs: numbers before texts, texts as people order them ("run 2" before "run 10"),
 * missing values last in both directions, equal ones in the order in which they came.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  value: (row: Row) => SortValue,
  direction: SortOrder["direction"],
): Row[] {
  const sign = direction === "ascending" ? 1 : -1;
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((a, b) => compareValues(a.value, b.value, sign))
    .map(({ row }) => row);
}

/** The order after a click on a column's header: ascending, descending, then as the rows came. */
export function nextOrder(order: SortOrder | null, column: string): SortOrder | null {
  if (order?.column !== column) return { column, direction: "ascending" };
  return order.direction === "ascending" ? { column, direction: "descending" } : null;
}

const texts = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compareValues(a: SortValue, b: SortValue, sign: number): number {
  const missing = Number(isMissing(a)) - Number(isMissing(b));
  if (missing !== 0 || a === null || b === null || isMissing(a)) return missing;
  if (typeof a === "number" && typeof b === "number") return sign * (a < b ? -1 : Number(a > b));
  if (typeof a === "string" && typeof b === "string") return sign * texts.compare(a, b);
  return sign * (typeof a === "number" ? -1 : 1);
}

function isMissing(value: SortValue): boolean {
  return value === null || Number.isNaN(value);
}
