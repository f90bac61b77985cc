import { reachable } from "./reachable.ts";
import type { Value } from "./value.ts";

/** Named values of a program: what it computes. */
export type Outputs = Readonly<Record<string, Value>>;

/**
 * Rebuilds a program from its sources to its outputs. `rule` gets each node with its operands already rebuilt and
 * returns what stands in its place.
 */
export function rewrite(outputs: Outputs, rule: (value: Value, inputs: readonly Value[]) => Value): Outputs {
  const rebuilt = new Map<Value, Value>();
  const known = (value: Value): Value => {
    const result = rebuilt.get(value);
    if (result === undefined) throw new TypeError("a program with a cycle");
    return result;
  };
  for (const value of reachable(Object.values(outputs)))
    rebuilt.set(value, rule(value, value.inputs.map(known)));
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, known(value)]));
}
