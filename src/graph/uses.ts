import { reachable } from "./reachable.ts";
import type { Outputs } from "./rewrite.ts";
import type { Value } from "./value.ts";

/** How often each value of a program is used: as an operand, or as an output. */
export function countUses(outputs: Outputs): Map<Value, number> {
  const uses = new Map<Value, number>();
  const use = (value: Value) => uses.set(value, (uses.get(value) ?? 0) + 1);
  for (const root of Object.values(outputs)) use(root);
  for (const value of reachable(Object.values(outputs))) {
    for (const input of value.inputs) use(input);
  }
  return uses;
}
