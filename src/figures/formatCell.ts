import { formatCount, formatValue } from "../runs/comparison/formatNumbers.ts";

/** What stands in a cell of a table: texts as they are, whole numbers whole, others with three decimals, nothing as `–`. */
export function formatCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined || value === "") return "–";
  if (typeof value === "string") return value;
  if (!Number.isInteger(value)) return formatValue(value);
  return Math.abs(value) >= 10_000 ? formatCount(value) : String(value).replace("-", "−");
}
