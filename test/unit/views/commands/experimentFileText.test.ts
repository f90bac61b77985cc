import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { experimentSchema } from "../../../../src/experiment/experimentSchema.ts";
import { parseExperiment } from "../../../../src/experiment/parseExperiment.ts";
import { presets } from "../../../../src/experiment/presets.ts";
import { resolveExperiment } from "../../../../src/experiment/resolveExperiment.ts";
import { experimentFileText } from "../../../../src/views/commands/experimentFileText.ts";
import { rebasePaths } from "../../../../src/views/commands/rebasePaths.ts";

describe("the text of an experiment file", () => {
  test("gives the experiment again, whichever preset it is", () => {
    const transformers = presets.filter(({ experiment }) => experiment.toy === undefined);
    expect(transformers.length).toBeGreaterThan(10);
    for (const { name, experiment: input } of transformers) {
      const experiment = resolveExperiment(input, name);
      expect(parseExperiment(experimentFileText(experiment), name), name).toEqual(experiment);
    }
  });

  test("has what is unusual, and what people change first, clamps line by line", () => {
    const clamps = [
      { kind: "ablate", heads: ["L1H0", "L1H1"] },
      { kind: "preserve", what: ["pattern"] },
    ];
    const input = { name: "x", data: { labels: 7 }, training: { batch: 16 }, seeds: { init: 9 }, clamps };
    const text = experimentFileText(resolveExperiment(input, "x"));
    expect(text).toBe(`{
  "name": "x",
  "data": { "labels": 7, "labelPairs": [16, 5, 0] },
  "training": { "sequences": 1000000, "batch": 16 },
  "clamps": [
    { "kind": "ablate", "heads": ["L1H0", "L1H1"] },
    { "kind": "preserve", "what": ["pattern"] }
  ],
  "seeds": { "init": 9, "data": 0, "eval": 1 }
}
`);
  });

  test("is whole where a shorter one would mean something else", () => {
    const usual = experimentSchema.parse({});
    const odd = { ...usual, data: { ...usual.data, labels: 7 } };
    expect(parseExperiment(experimentFileText(odd), "x")).toEqual(odd);
  });
});

describe("paths of an experiment in another folder", () => {
  const experiment = experimentSchema.parse({
    data: { source: { kind: "hdf5", file: "features/omniglot.h5", dataset: "x" } },
    clamps: [
      { kind: "graft-in", checkpoint: "../runs/a/checkpoints/64.safetensors", throughLayer: 0 },
      { kind: "graft-out", checkpoint: "run:0123456789abcdef@64", fromLayer: 1 },
      { kind: "graft-out", checkpoint: "/elsewhere/64.safetensors", fromLayer: 1 },
    ],
  });

  test("name the same files, and stay relative", () => {
    const [from, to] = [resolve("/work/heads"), resolve("/work/other/deep")];
    const moved = rebasePaths(experiment, from, to);
    expect(moved.data.source).toMatchObject({ file: "../../heads/features/omniglot.h5", dataset: "x" });
    expect(moved.clamps).toMatchObject([
      { checkpoint: "../../runs/a/checkpoints/64.safetensors" },
      { checkpoint: "run:0123456789abcdef@64" },
      { checkpoint: "/elsewhere/64.safetensors" },
    ]);
    expect(rebasePaths(moved, to, from)).toEqual(experiment);
  });

  test("of drawings, and of nothing", () => {
    const drawings = experimentSchema.parse({ data: { source: { kind: "omniglot", folder: "drawings" } } });
    expect(rebasePaths(drawings, "/a", "/a/b").data.source).toMatchObject({ folder: "../drawings" });
    const none = experimentSchema.parse({});
    expect(rebasePaths(none, "/a", "/b")).toEqual(none);
  });
});
