import type { Range, ScaleKind } from "./series.ts";
import type { SortOrder } from "./sortRows.ts";

/*
 * What VS Code kept of a panel may be of another version, or damaged: each of these takes anything, and answers null or a
 * default where it is not as expected.
 */

/** Whether it has keys with values. */
export function isObject(kept: unknown): kept is Readonly<Record<string, unknown>> {
  return typeof kept === "object" && kept !== null && !Array.isArray(kept);
}

/** Whether it is a finite number. */
export function isNumber(kept: unknown): kept is number {
  return typeof kept === "number" && Number.isFinite(kept);
}

/** Whether it is a whole number from 0. */
export function isCount(kept: unknown): kept is number {
  return typeof kept === "number" && Number.isSafeInteger(kept) && kept >= 0;
}

/** A whole number from 0. */
export function readCount(kept: unknown): number | null {
  return isCount(kept) ? kept : null;
}

/** A string. */
export function readText(kept: unknown): string | null {
  return typeof kept === "string" ? kept : null;
}

/** The strings of a list, each once. */
export function readTexts(kept: unknown, otherwise: readonly string[] = []): readonly string[] {
  return Array.isArray(kept) ? [...new Set(kept.filter((one) => typeof one === "string"))] : otherwise;
}

/** Whether an axis is linear or logarithmic. */
export function readScale(kept: unknown): ScaleKind {
  return kept === "log" ? "log" : "linear";
}

/** A part of an axis that is not empty. */
export function readRange(kept: unknown): Range | null {
  if (!isObject(kept)) return null;
  const { from, to } = kept;
  return isNumber(from) && isNumber(to) && from < to ? { from, to } : null;
}

/** By which column a table is sorted. */
export function readSortOrder(kept: unknown): SortOrder | null {
  if (!isObject(kept)) return null;
  const { column, direction } = kept;
  if (typeof column !== "string") return null;
  return { column, direction: direction === "descending" ? "descending" : "ascending" };
}
