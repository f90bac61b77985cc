import { describe, expect, test } from "vitest";
import { parseExperiment } from "../../../../src/experiment/parseExperiment.ts";
import type { Override } from "../../../../src/experiment/overrides.ts";
import { problemOf, readChange, withChange } from "../../../../src/views/commands/changeText.ts";
import { experimentKeys } from "../../../../src/views/commands/experimentKeys.ts";
import { valueText } from "../../../../src/views/commands/valueText.ts";

const text = '{ "name": "one", "training": { "optimizer": { "kind": "sgd" } } }';
const resolve = (changes: readonly Override[]) => parseExperiment(text, "one.opto.json", changes);
const keys = experimentKeys(resolve([]));

function key(name: string) {
  return keys.find((each) => each.name === name)!;
}

describe("the keys that can be changed", () => {
  test("are flat, with present values and descriptions, in the order of the schema", () => {
    const names = keys.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(["name", "data.source"]);
    expect(names.indexOf("model.layers")).toBeGreaterThan(names.indexOf("data.pairs"));
    expect(key("training.batch")).toMatchObject({ value: 32, isNumber: true, choices: null });
    for (const { name, description } of keys) expect(description, name).not.toBe("");
  });

  test("are those of the kind that is chosen, and the choice as a whole", () => {
    expect(key("training.optimizer").value).toMatchObject({ kind: "sgd", rate: 0.01 });
    expect(key("training.optimizer.momentum").value).toBe(0);
    expect(key("training.optimizer.beta1")).toBeUndefined();
    expect(keys.some(({ name }) => name.endsWith(".kind") || name === "$schema")).toBe(false);
  });

  test("say what can be chosen", () => {
    expect(key("model.positions").choices).toEqual(["rope", "learned", "sinusoidal", "none"]);
    expect(key("engine.fast").choices).toEqual([true, false]);
    expect(key("model.mlpRatio")).toMatchObject({ value: null, isNumber: true });
  });

  test("cover the whole experiment: each of its values is under one of them", () => {
    const experiment = resolve([]);
    for (const [part, value] of Object.entries(experiment)) {
      const inside = typeof value === "object" && !Array.isArray(value) ? Object.keys(value) : null;
      for (const name of inside === null ? [part] : inside.map((each) => `${part}.${each}`))
        expect(key(name), name).toBeDefined();
    }
  });
});

describe("what is typed for a key", () => {
  test.each([
    ["training.sequences", "200k", 200_000],
    ["training.sequences", " 2000 ", 2000],
    ["training.optimizer.rate", "1e-4", 1e-4],
    ["data.classes", "[10, 20, 30]", [10, 20, 30]],
    ["model.mlpRatio", "null", null],
    ["name", "200", "200"],
    ["name", '"x"', '"x"'],
    ["training.batch", "many", "many"],
    ["engine.fast", "true", true],
  ])("%s: %s is %j", (name, typed, value) => {
    const change = readChange(key(name), typed);
    expect(change).toMatchObject({ path: name.split("."), value });
    expect(change.text).toBe(`${name}=${valueText(value)}`);
  });

  test("replaces what was typed for it before, and for keys inside of it", () => {
    const rate = readChange(key("training.optimizer.rate"), "0.1");
    const batch = readChange(key("training.batch"), "64");
    const optimizer = readChange(key("training.optimizer"), '{ "kind": "adam" }');
    expect(
      withChange([rate, batch], readChange(key("training.batch"), "16")).map((each) => each.text),
    ).toEqual(["training.optimizer.rate=0.1", "training.batch=16"]);
    expect(withChange([rate, batch], optimizer)).toEqual([batch, optimizer]);
    expect(resolve(withChange([rate], optimizer)).training.optimizer).toMatchObject({
      kind: "adam",
      rate: 1e-5,
    });
  });

  test("that is wrong is said in one line", () => {
    const problem = problemOf(resolve, [readChange(key("training.batch"), "many")]);
    expect(problem?.own).toBe(true);
    expect(problem?.text).toMatch(/^training\.batch: expected .*"many"$/);
    expect(problemOf(resolve, [readChange(key("training.batch"), "64")])).toBeNull();
  });

  test("that does not fit to another key is told apart: both may be about to change", () => {
    const heads = readChange(key("model.heads"), "12");
    const problem = problemOf(resolve, [heads]);
    expect(problem?.own).toBe(false);
    expect(problem?.text).toMatch(/^model\.width: expected a multiple of model\.heads \(12\)/);
    expect(problemOf(resolve, [heads, readChange(key("model.width"), "96")])).toBeNull();
  });
});
