/**
 * Whether two descriptions of what is to be drawn say the same: objects and lists by what is in them, arrays of numbers by
 * identity, since those are replaced and never changed.
 */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [before, after] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    before.length === after.size &&
    before.every(([key, one]) => after.has(key) && isSame(one, after.get(key)))
  );
}
