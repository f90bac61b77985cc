import { describe, expect, it } from "vitest";
import { parseOverride } from "../../../src/experiment/overrides.ts";
import { parseExperiment } from "../../../src/experiment/parseExperiment.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import type { Experiment } from "../../../src/experiment/experimentSchema.ts";
import { problemLines } from "./problemLines.ts";

const withOverrides = (input: object, ...texts: string[]): Experiment =>
  resolveExperiment(input, "preset:test", texts.map(parseOverride));

const problems = (input: object, ...texts: string[]): string[] =>
  problemLines(() => withOverrides(input, ...texts)).slice(1);

describe("parseOverride", () => {
  it.each([
    ["seeds.init=6", ["seeds", "init"], 6],
    ["data.classes=[100,1423,100]", ["data", "classes"], [100, 1423, 100]],
    ["clamps[0].strength=0.5", ["clamps", 0, "strength"], 0.5],
    ['clamps.0.heads.1="L1H2"', ["clamps", 0, "heads", 1], "L1H2"],
    ["name=foo", ["name"], "foo"],
    ["name=a=b", ["name"], "a=b"],
    ["name=", ["name"], ""],
    ["model.mlpRatio=null", ["model", "mlpRatio"], null],
    ["engine.fast=true", ["engine", "fast"], true],
  ])("%s", (text, path, value) => {
    expect(parseOverride(text)).toEqual({ text, path, value });
  });

  it.each(["", "name", "=1", "a..b=1", ".a=1", "a.=1", "a[x]=1", "a[0=1", "[0]=1", "a b=1"])(
    "refuses %j",
    (text) => {
      expect(problemLines(() => parseOverride(text))[0]).toMatch(/^--set .*: expected /);
    },
  );
});

describe("overrides", () => {
  const clamped = {
    clamps: [
      { kind: "ablate", heads: ["L1H0"] },
      { kind: "previous-token", heads: ["L0H2"] },
    ],
  };

  it("replace values of the input, the last one winning, and leave the rest", () => {
    const experiment = withOverrides(
      { name: "x", seeds: { init: 7, data: 8 } },
      "seeds.init=1",
      "seeds.init=2",
      "training.batch=64",
    );
    expect(experiment.seeds).toEqual({ init: 2, data: 8, eval: 1 });
    expect(experiment.name).toBe("x");
    expect(experiment.training).toMatchObject({ batch: 64, sequences: 1_000_000 });
  });

  it("change one entry of a list, given or default", () => {
    expect(withOverrides(clamped, "clamps[1].strength=0.5").clamps[1]).toMatchObject({ strength: 0.5 });
    expect(withOverrides(clamped, "clamps.0.heads.0=L1H7").clamps[0]).toMatchObject({ heads: ["L1H7"] });
    expect(withOverrides({}, "data.classes[1]=1423").data.classes).toEqual([50, 1423, 100]);
  });

  it("add a whole entry at the end of a list", () => {
    const experiment = withOverrides(clamped, 'clamps[2]={"kind":"ablate","heads":["L1H1"]}');
    expect(experiment.clamps).toHaveLength(3);
  });

  it("reach into the default of a choice by kind", () => {
    expect(withOverrides({}, "data.source.latent=64").data.source).toMatchObject({
      kind: "synthetic",
      latent: 64,
    });
    expect(withOverrides({}, "training.optimizer.rate=0.1").training.optimizer).toMatchObject({
      kind: "adam",
      rate: 0.1,
    });
    expect(withOverrides({}, "training.optimizer.kind=sgd", "training.optimizer.momentum=0.9")).toMatchObject(
      {
        training: { optimizer: { kind: "sgd", momentum: 0.9 } },
      },
    );
  });

  it("can mend a broken file", () => {
    const text = '{"model": {"layers": 0}}';
    expect(parseExperiment(text, "a.opto.json", [parseOverride("model.layers=1")]).model.layers).toBe(1);
  });

  it("leave the input as it was", () => {
    const before = structuredClone(clamped);
    withOverrides(clamped, 'clamps[0].heads=["L1H5"]', "name=y");
    expect(clamped).toEqual(before);
  });

  it("name the override of an unknown key, with a suggestion", () => {
    expect(problems({}, "model.widht=3")).toEqual([
      '--set model.widht=3  model.widht: unknown key (did you mean "width"?); the keys here are layers, heads, width, mlpRatio, positions, norm, causal',
    ]);
    expect(problems({}, "modle.width=3")[0]).toMatch(
      /^--set modle\.width=3 {2}modle: unknown key \(did you mean "model"\?\)/,
    );
  });

  it("name the override of a bad value, and the file for the rest", () => {
    const lines = problemLines(() =>
      parseExperiment('{\n"seeds": {"init": -1}}', "a.opto.json", [parseOverride("training.batch=0")]),
    );
    expect(lines).toEqual([
      "2 problems in a.opto.json:",
      "--set training.batch=0  training.batch: expected at least 1, got 0",
      "a.opto.json:2:19  seeds.init: expected at least 0, got -1",
    ]);
  });

  it("say when a slip in the JSON made a value text", () => {
    expect(problems({}, "data.classes=[1,2")).toEqual([
      '--set data.classes=[1,2  data.classes: expected a list, got "[1,2" (not valid JSON, so taken as text)',
    ]);
  });

  it("have to fit the experiment", () => {
    expect(problems({}, "clamps[0].strength=1", "clamps[1]={}", "name.x=3", "clamps.foo=1")).toEqual([
      "--set clamps[0].strength=1  clamps[0].strength: the list clamps has 0 entries; [0] can be added as a whole",
      "--set clamps[1]={}  clamps[1]: the list clamps has 0 entries; [0] can be added as a whole",
      '--set name.x=3  name.x: name is "base" and has no keys',
      '--set clamps.foo=1  clamps.foo: expected an index into the list clamps, got "foo"',
    ]);
  });

  it("cannot reach a prototype", () => {
    expect(problems({}, "__proto__.polluted=1")[0]).toMatch(
      /^--set __proto__\.polluted=1 {2}__proto__: unknown key/,
    );
    expect(problems({}, "constructor.prototype.polluted=1")[0]).toMatch(/constructor: unknown key/);
    expect({}).not.toHaveProperty("polluted");
  });
});
