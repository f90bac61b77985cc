import { describe, expect, test } from "vitest";
import { experimentSchema, type Experiment } from "../../../../src/experiment/experimentSchema.ts";
import { forkProblems } from "../../../../src/training/forkProblems.ts";
import { experimentKeys } from "../../../../src/views/commands/experimentKeys.ts";
import { canChangeInFork, whyNoFork } from "../../../../src/views/commands/forkRules.ts";

const parent = experimentSchema.parse({});

/** The experiment with another value under one key, of whatever kind. */
function changed(path: readonly (string | number)[]): Experiment {
  const copy: unknown = structuredClone(parent);
  const owner = path.slice(0, -1).reduce<unknown>((value, key) => Reflect.get(value as object, key), copy);
  Reflect.set(owner as object, path.at(-1)!, "another");
  return copy as Experiment;
}

describe("a fork", () => {
  test("offers exactly the keys that the trainer lets a fork change", () => {
    const keys = experimentKeys(parent).filter(
      // The length has a rule of its own; the optimizer may change but for its kind.
      ({ name }) => name !== "training.sequences" && name !== "training.optimizer",
    );
    for (const key of keys) {
      const isFine = forkProblems(parent, changed(key.path), 1000).length === 0;
      expect(canChangeInFork(key), key.name).toBe(isFine);
    }
    expect(keys.some(canChangeInFork)).toBe(true);
  });

  test.each([
    ["as it is", {}, 50_000],
    ["at its end", {}, 1_000_000],
    ["at its end, but longer", { training: { sequences: 2_000_000 } }, 1_000_000],
    ["with another optimizer", { training: { optimizer: { kind: "sgd" } } }, 50_000],
    ["with another rate", { training: { optimizer: { rate: 1e-4 } } }, 50_000],
  ])("%s is refused here where the trainer would refuse it", (_, input, sequences) => {
    const fork = experimentSchema.parse(input);
    const isFine = forkProblems(parent, fork, sequences).length === 0;
    expect(whyNoFork(parent, fork, sequences) === null).toBe(isFine);
  });
});
