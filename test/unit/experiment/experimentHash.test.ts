import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { experimentHash } from "../../../src/experiment/experimentHash.ts";
import { parseOverride } from "../../../src/experiment/overrides.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import type { Experiment } from "../../../src/experiment/experimentSchema.ts";
import { validExperiment } from "./validExperiment.ts";

const hash = (input: object, ...overrides: string[]): string =>
  experimentHash(resolveExperiment(input, "test", overrides.map(parseOverride)));

function reversed<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as Value;
  const entries = Object.entries(value).map(([key, item]) => [key, reversed<unknown>(item)] as const);
  return Object.fromEntries(entries.reverse()) as Value;
}

describe("experimentHash", () => {
  it("is the same on every machine and in every version", () => {
    expect(hash({})).toBe("ffea0eff82abb073");
  });

  it("does not depend on the order of keys or on the name", () => {
    fc.assert(
      fc.property(validExperiment, fc.stringMatching(/^[a-z]{1,9}$/), (input, name) => {
        const experiment: Experiment = resolveExperiment(input, "test");
        const other = { ...reversed(experiment), name };
        expect(Object.keys(other.model)).toEqual(Object.keys(experiment.model).reverse());
        expect(experimentHash(other)).toBe(experimentHash(experiment));
      }),
    );
  });

  it("changes with everything that changes the numbers", () => {
    const changes = [
      "seeds.init=6",
      "seeds.data=6",
      "seeds.eval=6",
      "model.heads=4",
      "model.mlpRatio=4",
      "model.norm=false",
      "data.classes=[1473,50,100]",
      "data.classes=[50,100,1473]",
      "data.source.latent=33",
      "training.sequences=999999",
      "training.optimizer.rate=2e-5",
      "training.optimizer.kind=sgd",
      "engine.fast=true",
      "engine.runtime=tensorflow",
      'clamps=[{"kind":"ablate","heads":["L1H0"]}]',
      'clamps=[{"kind":"ablate","heads":["L1H1"]}]',
    ];
    const hashes = [hash({}), ...changes.map((change) => hash({}, change))];
    expect(new Set(hashes).size).toBe(changes.length + 1);
    for (const each of hashes) expect(each).toMatch(/^[0-9a-f]{16}$/);
  });
});
