import { describe, expect, it } from "vitest";
import { checkExperiment } from "../../../src/experiment/checkExperiment.ts";
import { experimentHash } from "../../../src/experiment/experimentHash.ts";
import { experimentSchema } from "../../../src/experiment/experimentSchema.ts";
import { parseExperiment } from "../../../src/experiment/parseExperiment.ts";
import { parseOverride } from "../../../src/experiment/overrides.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { fig5a } from "../../../src/experiment/presets/fig5a.ts";
import { problemLines } from "./problemLines.ts";

const problems = (input: object): string[] =>
  checkExperiment(input).problems.map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("an experiment with the toy model", () => {
  it("has defaults that suit it, and keeps what is given", () => {
    const experiment = resolveExperiment({ toy: {} }, "toy");
    expect(experiment.toy).toEqual({ dimension: 20, rate: 1, clamped: [] });
    expect(experiment.training).toMatchObject({ sequences: 1000, batch: 1 });
    expect(experiment.evaluation.every).toBe(10);
    expect(experiment.checkpoints.every).toBe(100);
    const given = resolveExperiment(
      { toy: { rate: 2 }, training: { sequences: 50 }, evaluation: { every: 7 }, checkpoints: { every: 9 } },
      "toy",
    );
    expect(given.toy).toEqual({ dimension: 20, rate: 2, clamped: [] });
    expect([given.training.sequences, given.evaluation.every, given.checkpoints.every]).toEqual([50, 7, 9]);
  });

  it("stays the same when it is resolved again, as from a run's record", () => {
    const once = resolveExperiment({ toy: { clamped: ["b"] } }, "toy");
    const again: unknown = JSON.parse(JSON.stringify(once));
    expect(resolveExperiment(again, "run.json")).toEqual(once);
    expect(experimentSchema.parse(again)).toEqual(once);
  });

  it("leaves no trace in other experiments, whose hash stays what it was", () => {
    const other = resolveExperiment({}, "base");
    expect(other).not.toHaveProperty("toy");
    expect(experimentHash(other)).not.toBe(experimentHash(resolveExperiment({ toy: {} }, "toy")));
  });

  it.each<[object, string, RegExp]>([
    [{ model: { layers: 3 } }, "model", /takes the place of a transformer/],
    [{ data: { labels: 10 } }, "data", /no data/],
    [{ clamps: [{ kind: "ablate", heads: ["L1H0"] }] }, "clamps", /toy\.clamped/],
    [{ engine: { fast: true } }, "engine", /without an engine/],
    [{ training: { batch: 32 } }, "training.batch", /expected 1/],
    [{ training: { optimizer: { kind: "sgd", rate: 1 } } }, "training.optimizer", /toy\.rate/],
    [{ evaluation: { sequences: 10 } }, "evaluation.sequences", /no sequences/],
    [{ seeds: { data: 3 } }, "seeds.data", /seeds\.init/],
    [{ seeds: { eval: 3 } }, "seeds.eval", /seeds\.init/],
  ])("refuses what means nothing there: %j", (input, place, message) => {
    const found = problems({ toy: {}, ...input });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
    expect(found[0]?.startsWith(`${place}: `)).toBe(true);
    expect(problems({ toy: {}, seeds: { init: 7 }, name: "x" })).toEqual([]);
  });

  it.each<[object, RegExp]>([
    [{ dimension: 0 }, /^toy\.dimension: expected at least 1/],
    [{ dimension: 1e9 }, /^toy\.dimension: expected at most/],
    [{ dimension: 2.5 }, /^toy\.dimension: expected a whole number/],
    [{ rate: 0 }, /^toy\.rate: expected/],
    [{ clamped: ["d"] }, /^toy\.clamped\.0: expected .*"a"/],
    [{ clamped: "c" }, /^toy\.clamped: expected a list/],
    [{ clamped: ["c", "c"] }, /^toy\.clamped\.1: "c" is clamped already/],
    [{ clamped: ["c", "a", "b"] }, /^toy\.clamped: .*nothing would be trained/],
    [{ lr: 1 }, /^toy\.lr: unknown key/],
  ])("refuses a bad toy model: %j", (toy, message) => {
    expect(problems({ toy })).toEqual([expect.stringMatching(message)]);
  });

  it("names all problems at once with their lines, also beside others", () => {
    const text = '{ "toy": { "clamped": ["a", "b", "c"] },\n  "model": { "heads": 4 },\n  "trainin": 1 }';
    const lines = problemLines(() => parseExperiment(text, "a.opto.json"));
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatch(/^a\.opto\.json:1:23 {2}toy\.clamped: /);
    expect(lines[2]).toMatch(/^a\.opto\.json:2:12 {2}model: /);
    expect(lines[3]).toMatch(/trainin: unknown key/);
  });

  it("can be made by overrides", () => {
    const overrides = ['toy.clamped=["c"]', "toy.rate=0.5", "seeds.init=6"].map((text) =>
      parseOverride(text),
    );
    const experiment = resolveExperiment({}, "base", overrides);
    expect(experiment.toy).toEqual({ dimension: 20, rate: 0.5, clamped: ["c"] });
    expect(experiment.training.batch).toBe(1);
  });

  it("comes as three presets that differ in what is clamped alone", () => {
    const made = Object.entries(fig5a({ seed: 6 })).map(([name, input]) => resolveExperiment(input, name));
    expect(made.map(({ name, toy }) => [name, toy?.clamped])).toEqual([
      ["fig5a-none", []],
      ["fig5a-c", ["c"]],
      ["fig5a-b-c", ["b", "c"]],
    ]);
    for (const { toy, training, seeds, evaluation } of made) {
      expect(toy).toMatchObject({ dimension: 20, rate: 1 });
      expect([training.sequences, seeds.init, evaluation.every]).toEqual([1000, 6, 1]);
    }
  });
});
