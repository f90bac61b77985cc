import { describe, expect, it } from "vitest";
import { experimentSchema } from "../../../../src/experiment/experimentSchema.ts";
import { configDiff } from "../../../../src/runs/comparison/configDiff.ts";
import { defaultExperiment } from "../../../../src/runs/comparison/defaultExperiment.ts";

const diff = (...inputs: object[]) => configDiff(inputs.map((input) => experimentSchema.parse(input)));

describe("configDiff", () => {
  it("of equal experiments, of one and of none is empty", () => {
    expect(diff({}, { seeds: { init: 5 } })).toEqual([]);
    expect(diff({})).toEqual([]);
    expect(configDiff([])).toEqual([]);
  });

  it("has each key that differs, and nothing else, in the order of keys", () => {
    const other = { seeds: { init: 6 }, training: { batch: 64 }, data: { classes: [50, 1423, 100] } };
    expect(diff({}, other, {})).toEqual([
      {
        path: "data.classes",
        values: [
          [50, 1473, 100],
          [50, 1423, 100],
          [50, 1473, 100],
        ],
      },
      { path: "training.batch", values: [32, 64, 32] },
      { path: "seeds.init", values: [5, 6, 5] },
    ]);
  });

  it("has undefined where a kind does not have a key", () => {
    expect(diff({}, { data: { source: { kind: "one-hot" } } })).toEqual([
      { path: "data.source.kind", values: ["synthetic", "one-hot"] },
      { path: "data.source.latent", values: [32, undefined] },
      { path: "data.source.spread", values: [0.3, undefined] },
      { path: "data.source.dimension", values: [512, undefined] },
    ]);
  });

  it("compares clamps one by one, whatever the order of their keys", () => {
    const clamp = { kind: "ablate", heads: ["L1H3"], from: 32 };
    const reordered = { from: 32, heads: ["L1H3"], kind: "ablate" };
    const more = { kind: "induction", heads: ["L1H0"], strength: 1 };
    expect(diff({ clamps: [clamp] }, { clamps: [reordered, more] }, { clamps: [clamp] })).toEqual([
      { path: "clamps[1]", values: [undefined, more, undefined] },
    ]);
    expect(diff({}, { clamps: [clamp] })).toEqual([{ path: "clamps[0]", values: [undefined, clamp] }]);
  });
});

it("the default experiment is what the schema says", () => {
  expect(defaultExperiment).toEqual(experimentSchema.parse({}));
});
