import type { Problem } from "./problem.ts";

const maxDepth = 32;
const maxItems = 10_000;

/**
 * Finds lists and objects that are larger or nested deeper than any experiment, so that what comes after it can use
 * recursion and spread lists without limit. Itself it uses neither, and stops at the first such place.
 */
export function checkShape(input: unknown): Problem[] {
  const pending: { value: unknown; path: (string | number)[] }[] = [{ value: input, path: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value !== "object" || value === null) continue;
    if (path.length >= maxDepth) {
      return [
        { path: path.slice(0, 4), message: `expected at most ${maxDepth} levels of nesting, got more` },
      ];
    }
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? value.map((item: unknown, index) => [index, item])
      : Object.entries(value);
    if (entries.length > maxItems) {
      return [{ path, message: `expected at most ${maxItems} entries, got ${entries.length}` }];
    }
    for (const [key, item] of entries) pending.push({ value: item, path: [...path, key] });
  }
  return [];
}
