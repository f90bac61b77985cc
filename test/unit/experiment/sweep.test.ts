import { describe, expect, it } from "vitest";
import { experimentHash } from "../../../src/experiment/experimentHash.ts";
import type { ExperimentInput } from "../../../src/experiment/experimentSchema.ts";
import { parseOverride } from "../../../src/experiment/overrides.ts";
import { parseExperiment } from "../../../src/experiment/parseExperiment.ts";
import { refuseSweep } from "../../../src/experiment/refuseSweep.ts";
import { resolveExperiment, resolveSwept } from "../../../src/experiment/resolveExperiment.ts";
import { problemLines } from "./problemLines.ts";

const sweeping = (sweep: NonNullable<ExperimentInput["sweep"]>, others: ExperimentInput = {}) =>
  resolveSwept({ ...others, sweep }, "test").members;

describe("a sweep", () => {
  it("stands for each combination, the first key's values changing slowest", () => {
    const members = sweeping({
      "seeds.init": [5, 6],
      "data.classes": [
        [50, 1473, 100],
        [100, 1423, 100],
      ],
    });
    expect(members.map(({ experiment }) => [experiment.seeds.init, experiment.data.classes[0]])).toEqual([
      [5, 50],
      [5, 100],
      [6, 50],
      [6, 100],
    ]);
    expect(members[1]!.values).toEqual({ "seeds.init": 5, "data.classes": [100, 1423, 100] });
  });

  it("leaves nothing of itself in its experiments: their numbers are those of the experiment written out", () => {
    const [, member] = sweeping({ "seeds.init": [5, 6] }, { name: "s" });
    expect(member!.experiment).toEqual(resolveExperiment({ name: "s", seeds: { init: 6 } }, "test"));
    expect(member!.experiment).not.toHaveProperty("sweep");
    expect(experimentHash(member!.experiment)).toBe(
      experimentHash(resolveExperiment({ seeds: { init: 6 } }, "test")),
    );
  });

  it("reaches values of another kind, into lists, and defaults that depend on what is swept", () => {
    const optimizers = sweeping({ "training.optimizer": [{ kind: "sgd", rate: 0.1 }, { kind: "adam" }] });
    expect(optimizers.map(({ experiment }) => experiment.training.optimizer.kind)).toEqual(["sgd", "adam"]);
    const clamps: ExperimentInput["clamps"] = [{ kind: "induction", heads: ["L1H3"] }];
    const strengths = sweeping({ "clamps[0].strength": [0.1, 0.5] }, { clamps });
    expect(strengths.map(({ experiment }) => experiment.clamps[0])).toMatchObject([
      { strength: 0.1 },
      { strength: 0.5 },
    ]);
    const labels = sweeping({ "data.labels": [5, 10] });
    expect(labels.map(({ experiment }) => experiment.data.labelPairs)).toEqual([
      [8, 2, 0],
      [36, 9, 0],
    ]);
  });

  it("without one, an experiment stands for itself", () => {
    expect(resolveSwept({ name: "x" }, "test").members).toEqual([
      { experiment: resolveExperiment({ name: "x" }, "test"), values: {} },
    ]);
  });

  it("is refused where one run is meant", () => {
    const experiment = resolveExperiment({ name: "s", sweep: { "seeds.init": [1, 2] } }, "test");
    expect(
      problemLines(() => {
        refuseSweep(experiment);
      }),
    ).toEqual(['"s" stands for several experiments, and one is needed here: it sweeps seeds.init']);
    expect(() => {
      refuseSweep(resolveExperiment({}, "test"));
    }).not.toThrow();
  });
});

describe("what is wrong with a sweep", () => {
  const problems = (sweep: string, others = "") =>
    problemLines(() => parseExperiment(`{${others}"sweep": ${sweep}}`, "a.opto.json"))
      .slice(1)
      .map((line) => line.replace(/^a\.opto\.json:/, ""));

  it.each([
    ['{"seeds.inti": [5]}', '1:12  sweep["seeds.inti"]: unknown key (did you mean "init"?)'],
    ['{"seeds init": [5]}', '1:12  sweep["seeds init"]: expected a key path, such as seeds.init'],
    ['{"training.batch": [8, 0]}', '1:34  sweep["training.batch"][1]: expected at least 1, got 0'],
    ['{"model": [{"width": "x"}]}', "1:22  sweep.model[0]: model.width: expected a whole number"],
    ['{"seeds.init": []}', '1:26  sweep["seeds.init"]: expected at least 1 item, got 0'],
    ['{"seeds.init": 5}', '1:26  sweep["seeds.init"]: expected a list, got 5'],
    ['{"seeds.init": [5, 6, 5]}', '1:33  sweep["seeds.init"][2]: expected different values, got 5 twice'],
    ["{}", '1:11  sweep: expected key paths with values, such as "seeds.init": [5, 6]'],
    ['{"name": ["a"]}', "1:12  sweep.name: name cannot be swept"],
    ['{"sweep": [1]}', "1:12  sweep.sweep: sweep cannot be swept"],
    ['{"$schema": ["a"]}', "1:12  sweep.$schema: $schema cannot be swept"],
    ['{"seeds.init": [1], "seeds": [{}]}', '1:31  sweep.seeds: changes what "seeds.init" changes, too'],
    ['{"clamps[0].heads": [["L1H0"]]}', '1:12  sweep["clamps[0].heads"]: the list clamps has 0 entries'],
  ])("%s", (sweep, line) => {
    expect(problems(sweep)).toEqual([expect.stringContaining(line)]);
  });

  it("is told once for each value, however many combinations have it", () => {
    expect(problems('{"seeds.init": [1, 2, 3], "training.batch": [0, 8]}')).toEqual([
      '1:56  sweep["training.batch"][0]: expected at least 1, got 0',
    ]);
  });

  it("names the values where a rule between keys is broken elsewhere", () => {
    const others = '"data": {"labelPairs": [8, 2, 0]}, ';
    expect(problems('{"data.labels": [5, 4]}', others)).toEqual([
      expect.stringMatching(/sweep: data\.labelPairs: 4 labels have 6 .* \(where data\.labels is 4\)$/),
    ]);
  });

  it("has a limit of 1000 experiments", () => {
    const list = (count: number) => Array.from({ length: count }, (_, value) => value);
    expect(sweeping({ "seeds.init": list(50), "seeds.data": list(20) })).toHaveLength(1000);
    expect(problemLines(() => sweeping({ "seeds.init": list(50), "seeds.data": list(21) }))[1]).toContain(
      "sweep: expected at most 1000 experiments, got 1,050",
    );
  });

  it("an override of what is swept would be lost", () => {
    const text = '{"sweep": {"seeds.init": [5, 6]}}';
    const lines = problemLines(() => parseExperiment(text, "a.opto.json", [parseOverride("seeds.init=7")]));
    expect(lines[1]).toBe(
      "--set seeds.init=7  seeds.init: the experiment sweeps seeds.init; set sweep to change its values",
    );
    const changed = parseExperiment(text, "a.opto.json", [parseOverride('sweep={"seeds.init": [7]}')]);
    expect(changed.sweep).toEqual({ "seeds.init": [7] });
  });
});
