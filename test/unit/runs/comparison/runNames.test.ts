import { describe, expect, it } from "vitest";
import type { NamelessRun } from "../../../../src/runs/comparison/runNames.ts";
import { nameRuns } from "../../../../src/runs/comparison/runNames.ts";
import { recordOf } from "./sampleRuns.ts";

const only = (head: number) => ({
  kind: "ablate",
  heads: [0, 1, 2, 3, 4, 5, 6, 7].filter((other) => other !== head).map((other) => `L1H${other}`),
});

let made = 0;
/** Each is younger than the one before. */
function run(
  experiment: object = {},
  label: string | null = null,
  parent: number | null = null,
): NamelessRun {
  made++;
  const created = new Date(Date.UTC(2026, 2, 1) + made * 1000).toISOString();
  const forkedFrom = parent === null ? null : { run: "other", sequences: parent };
  return { id: `run-${made}`, record: recordOf(experiment, { created, parent: forkedFrom }), label };
}
const names = (...runs: NamelessRun[]) => {
  const named = nameRuns(runs);
  return runs.map(({ id }) => named.get(id));
};

describe("nameRuns", () => {
  it("names clamps and seeds that are not the defaults, also of a run alone", () => {
    expect(names(run())).toEqual(["base"]);
    expect(names(run({ clamps: [only(3)], seeds: { init: 6 } }))).toEqual(["base · L1H3 only · seed 6"]);
    expect(names(run({ seeds: { data: 3, eval: 2 } }))).toEqual(["base · data seed 3 · eval seed 2"]);
  });

  it("names other keys only where runs of that name differ in them, by at most three", () => {
    const classes = run({ data: { classes: [50, 1423, 100] } });
    expect(names(classes)).toEqual(["base"]);
    expect(names(run(), classes)).toEqual(["base", "base · data.classes [50,1423,100]"]);
    const changes = {
      training: { batch: 64, optimizer: { rate: 1e-4 } },
      evaluation: { every: 500 },
      model: { width: 128 },
    };
    expect(names(run(), run(changes))).toEqual(["base", "base · batch 64 · rate 1e-4 · width 128"]);
    expect(names(run(), run({ name: "other", training: { batch: 64 } }))).toEqual(["base", "other"]);
  });

  it("tells sequences in short, but never two numbers as one", () => {
    const two = [run({ training: { sequences: 2_000_000 } }), run({ training: { sequences: 2_000_001 } })];
    expect(names(...two)).toEqual(["base · sequences 2M", "base · sequences 2000001"]);
  });

  it("does not name a key that a run does not have", () => {
    const sgd = { training: { optimizer: { kind: "sgd", rate: 1e-5 } } };
    expect(names(run(), run(sgd))).toEqual([
      "base",
      "base · training.optimizer.kind sgd · training.optimizer.momentum 0",
    ]);
  });

  it("names forks, and takes labels as they are", () => {
    expect(names(run({}, null, 200_000), run({}, "my run"), run({}, " "))).toEqual([
      "base · fork at 200k",
      "my run",
      "base",
    ]);
  });

  it("numbers equal ones by age, whatever their order", () => {
    const [first, second, third] = [run(), run(), run()];
    expect(names(third, first, second)).toEqual(["base · 3", "base", "base · 2"]);
    expect(names(run({}, "a"), run({}, "a"))).toEqual(["a", "a · 2"]);
  });

  it("makes way for a label that a made name would equal", () => {
    expect(names(run(), run(), run({}, "base · 2"))).toEqual(["base", "base · 3", "base · 2"]);
  });

  it("does not change when an unrelated run is added", () => {
    const runs = [run(), run({ seeds: { init: 6 } }), run({ clamps: [only(3)] })];
    const before = names(...runs);
    expect(
      names(...runs, run({ seeds: { init: 7 }, clamps: [only(1)] }), run({ name: "x" })).slice(0, 3),
    ).toEqual(before);
  });

  it("is, in a group, the group's values, or in a set of presets the experiment's name alone", () => {
    const member = (values: Record<string, unknown>, experiment: object): NamelessRun => {
      const { id, record, label } = run({ clamps: [only(3)], ...experiment });
      return { id, record: { ...record, group: { id: "g", name: "s", values } }, label };
    };
    expect(
      names(
        member(
          { "seeds.init": 6, "data.labels": 10 },
          { name: "s", seeds: { init: 6 }, data: { labels: 10 } },
        ),
        member(
          { "seeds.init": 7, "data.labels": 10 },
          { name: "s", seeds: { init: 7 }, data: { labels: 10 } },
        ),
        member({}, { name: "fig5b-none" }),
        member({}, { name: "fig5b-none" }),
      ),
    ).toEqual(["s · seed 6 · labels 10", "s · seed 7 · labels 10", "fig5b-none", "fig5b-none · 2"]);
  });

  it("is of at most 80 characters, all different, and one line", () => {
    const long = "🧪".repeat(60);
    const runs = [
      run({ name: long.slice(0, 118), seeds: { init: 6 } }),
      run({}, long),
      run({}, long),
      run({}, "a\nb"),
    ];
    const given = names(...runs);
    for (const name of given) {
      expect(name!.length).toBeLessThanOrEqual(80);
      expect(name).not.toMatch(/\p{Cc}|\p{Cs}/u);
    }
    expect(given[0]).toMatch(/…🧪* · seed 6$/u);
    expect(given[1]).toMatch(/^(🧪)+…(🧪)+$/u);
    expect(given[2]).toMatch(/… ?(🧪)+ · 2$/u);
    expect(given[3]).toBe("a b");
  });
});
