import type { ParameterSpec } from "../model/parameters.ts";
import { UserError } from "../userError.ts";

/** Whether another model has the same parameters of the same shapes. @throws UserError naming the first that differs */
export function checkSameParameters(own: readonly ParameterSpec[], other: readonly ParameterSpec[]): void {
  const theirs = new Map(other.map(({ name, shape }) => [name, describe(shape)]));
  for (const { name, shape } of own) {
    const [expected, given] = [describe(shape), theirs.get(name)];
    if (given === undefined) throw new UserError(`expected a model with the parameter ${name}, it has none`);
    if (given !== expected) throw new UserError(`expected ${name} ${expected}, it has ${given}`);
    theirs.delete(name);
  }
  const [more] = theirs.keys();
  if (more !== undefined) throw new UserError(`expected a model without the parameter ${more}, it has one`);
}

function describe(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
