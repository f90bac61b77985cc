import type { Value } from "./value.ts";

/**
 * Everything that the roots are computed from, the roots included, operands before what uses them. Whatever is not
 * in this list is dead code: dropping it takes no pass of its own.
 */
export function reachable(roots: Iterable<Value>): Value[] {
  const found = new Set<Value>();
  const open = [...roots];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (found.has(value)) continue;
    found.add(value);
    open.push(...value.inputs);
  }
  // A node is made after its operands, so ids are a topological order.
  return [...found].sort((a, b) => a.id - b.id);
}
