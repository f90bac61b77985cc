import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CompareOptions } from "../../../../src/runs/comparison/compareRuns.ts";
import { compareRuns } from "../../../../src/runs/comparison/compareRuns.ts";
import { phaseChangeOf } from "../../../../src/runs/comparison/phaseChangeOf.ts";
import { sampleStatus } from "../runFixtures.ts";
import { create, finish, runFolder } from "../../training/tinyRun.ts";
import { curvesOf, eventsOf, readComparedRun, recordOf, runOf } from "./sampleRuns.ts";

const options: CompareOptions = { baseline: "a", align: "sequences", at: null };
const metricOf = (comparison: ReturnType<typeof compareRuns>, key: string) =>
  comparison.metrics.find((metric) => metric.key === key)!.runs;

describe("compareRuns", () => {
  const a = runOf({
    curves: curvesOf([0, 10, 20, 30], {
      "train.loss": [2, 0.2, 0.1, 0.3],
      "train.accuracy": [0.2, 0.9, Number.NaN, 0.9],
      "L1H3.induction": [0, 0.1, 0.2, 0.3],
    }),
  });
  const b = runOf({
    id: "b",
    record: recordOf({ seeds: { init: 6 }, clamps: [{ kind: "ablate", heads: ["L1H3"] }] }),
    curves: curvesOf([0, 15, 25], { "train.loss": [2, 1, 0.2], "L0H2.previousToken": [0.1, 0.2, 0.4] }),
    status: sampleStatus({ sequences: 28, total: 50 }),
    events: eventsOf({ kind: "clamp-on", sequences: 0, id: "0", clamp: { kind: "ablate", heads: ["L1H3"] } }),
  });

  it("has last and best values, null where there is no number, and differences from the baseline", () => {
    const comparison = compareRuns([a, b], options);
    const none = { at: null, differenceAt: null };
    expect(metricOf(comparison, "train.loss")).toEqual([
      { last: 0.3, best: 0.1, bestAt: 20, differenceAtLast: 0, ...none },
      { last: 0.2, best: 0.2, bestAt: 25, differenceAtLast: 0.2 - 0.3, ...none },
    ]);
    expect(metricOf(comparison, "train.accuracy")).toEqual([
      { last: 0.9, best: 0.9, bestAt: 10, differenceAtLast: 0, ...none },
      { last: null, best: null, bestAt: null, differenceAtLast: null, ...none },
    ]);
    expect(comparison.metrics.map(({ key }) => key)).toEqual([
      "train.loss",
      "train.accuracy",
      "L0H2.previousToken",
      "L1H3.induction",
    ]);
    expect(comparison.heads).toEqual([
      {
        head: "L0H2",
        runs: [
          { previousToken: null, induction: null, previousTokenAt: null, inductionAt: null },
          { previousToken: 0.4, induction: null, previousTokenAt: null, inductionAt: null },
        ],
      },
      {
        head: "L1H3",
        runs: [
          { previousToken: null, induction: 0.3, previousTokenAt: null, inductionAt: null },
          { previousToken: null, induction: null, previousTokenAt: null, inductionAt: null },
        ],
      },
    ]);
  });

  it("tells what each run is, in what they differ, and when clamps held", () => {
    const comparison = compareRuns([a, b], options);
    expect(comparison.runs).toEqual([
      {
        ...{
          id: "a",
          name: "base",
          state: "running",
          sequences: 30,
          total: 1_000_000,
          clamps: "none",
          parent: null,
        },
        ...{
          phaseChange: 10,
          phaseChangeShift: 0,
          seeds: { init: 5, data: 0, eval: 1 },
          lastAt: 30,
          at: null,
        },
      },
      {
        ...{
          id: "b",
          name: "base",
          state: "running",
          sequences: 28,
          total: 50,
          clamps: "no L1H3",
          parent: null,
        },
        ...{
          phaseChange: 25,
          phaseChangeShift: 15,
          seeds: { init: 6, data: 0, eval: 1 },
          lastAt: 25,
          at: null,
        },
      },
    ]);
    expect(comparison.config.map(({ path }) => path)).toEqual(["clamps[0]", "seeds.init"]);
    expect(comparison.clampTimeline).toMatchObject([
      { run: "a", clamps: [] },
      { run: "b", clamps: [{ id: "0", spans: [{ from: 0, until: null }] }] },
    ]);
  });

  it("at a place takes the evaluation at or before it, and nothing of a run that did not come so far", () => {
    const at = (place: number) => {
      const comparison = compareRuns([a, b], { ...options, at: place });
      return comparison.runs.map((run, number) => [run.at, metricOf(comparison, "train.loss")[number]!.at]);
    };
    expect(at(20)).toEqual([
      [20, 0.1],
      [15, 1],
    ]);
    expect(at(26)).toEqual([
      [20, 0.1],
      [null, null],
    ]);
    expect(at(0)).toEqual([
      [0, 2],
      [0, 2],
    ]);
    const { heads, metrics } = compareRuns([a, b], { ...options, at: 20 });
    expect(heads[1]!.runs[0]).toMatchObject({ induction: 0.3, inductionAt: 0.2 });
    expect(heads[0]!.runs[1]).toMatchObject({ previousToken: 0.4, previousTokenAt: 0.2 });
    expect(metrics[0]!.runs[1]!.differenceAt).toBe(1 - 0.1);
  });

  it("aligned by phase change counts from each run's own", () => {
    const never = runOf({ id: "c", curves: curvesOf([0, 20], { "train.loss": [2, 2] }) });
    const at = (place: number) =>
      compareRuns([a, b, never], { ...options, align: "phase-change", at: place }).runs.map((run) => run.at);
    expect(at(0)).toEqual([10, 25, null]);
    expect(at(-10)).toEqual([0, 15, null]);
    expect(at(-11)).toEqual([null, 0, null]);
    expect(at(10)).toEqual([20, null, null]);
    const { runs } = compareRuns([never, a], { ...options, baseline: "c" });
    expect(runs.map((run) => [run.phaseChange, run.phaseChangeShift])).toEqual([
      [null, null],
      [10, null],
    ]);
  });

  it("describes clamps that were set while running", () => {
    const clamp = { kind: "ablate", heads: ["L1H3"], from: 200 };
    const on = (sequences: number) => ({ kind: "clamp-on", sequences, id: "x", clamp }) as const;
    const off = { kind: "clamp-off", sequences: 400, id: "x", clamp } as const;
    const run = (experiment: object) =>
      runOf({ record: recordOf(experiment), events: eventsOf(on(200), off, on(5000)) });
    expect(compareRuns([run({})], options).runs[0]!.clamps).toBe("ablate L1H3 (live 200–400, 5k–)");
    expect(
      compareRuns([run({ clamps: [{ kind: "ablate", heads: ["L0H0"] }] })], options).runs[0]!.clamps,
    ).toBe("no L0H0 + ablate L1H3 (live 200–400, 5k–)");
  });

  it("of runs that were not evaluated yet has no metrics", () => {
    expect(compareRuns([runOf()], { ...options, at: 0 })).toMatchObject({
      metrics: [],
      heads: [],
      runs: [{ sequences: 0, at: null, lastAt: null, phaseChange: null }],
    });
  });

  it("refuses a baseline that is none of the runs", () => {
    expect(() => compareRuns([a, b], { ...options, baseline: "z" })).toThrow(RangeError);
  });

  it("of the trainer's runs has the numbers of their files, and is plain JSON", async () => {
    const folders = [runFolder(), runFolder()] as const;
    await finish(await create(folders[0]));
    await finish(await create(folders[1], { seeds: { init: 6 }, training: { sequences: 600 } }));
    const runs = [readComparedRun(folders[0], "a"), readComparedRun(folders[1], "b")];
    const comparison = compareRuns(runs, { ...options, at: 400 });
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
    type Line = Record<"sets" | "heads", Record<string, Record<string, number | null>>>;
    folders.forEach((folder, place) => {
      const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Line);
      const read = (line: Line, key: string) => {
        const [owner = "", measure = ""] = key.split(".");
        return { ...line.sets, ...line.heads }[owner]![measure] ?? null;
      };
      expect(comparison.metrics).toHaveLength(4 * 6 + 2 * 2);
      for (const { key, runs: values } of comparison.metrics) {
        const all = lines.map((line) => read(line, key)).filter((value) => value !== null);
        expect(values[place]).toMatchObject({ last: read(lines.at(-1)!, key), at: read(lines[2]!, key) });
        const best = key.endsWith(".loss") ? Math.min(...all) : Math.max(...all);
        expect(values[place]!.best).toBe(all.length === 0 ? null : best);
      }
      for (const { head, runs: values } of comparison.heads) {
        const measured = lines.at(-1)!.heads[head]!;
        expect(values[place]).toMatchObject({ previousToken: null, induction: null, ...measured });
      }
    });
    expect(comparison.heads.map(({ head }) => head)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    expect(comparison.config).toEqual([
      { path: "training.sequences", values: [800, 600] },
      { path: "seeds.init", values: [5, 6] },
    ]);
    expect(comparison.runs).toMatchObject([
      { sequences: 800, total: 800, state: "finished", lastAt: 800, at: 400 },
      { sequences: 600, total: 600, state: "finished", lastAt: 600, at: 400 },
    ]);
  });
});

describe("phaseChangeOf", () => {
  const curves = curvesOf([0, 10, 20], { "train.loss": [0.69, 0.28, 0.27] });
  const events = eventsOf({ kind: "phase-change", sequences: 15, at: 15 });

  it("is what the status says, else the event, else the first evaluation below 0.4 ln 2", () => {
    expect(phaseChangeOf(runOf({ status: sampleStatus({ phaseChange: 12 }), events, curves }))).toBe(12);
    expect(phaseChangeOf(runOf({ status: sampleStatus(), events, curves }))).toBe(15);
    // 0.4 ln 2 = 0.277…
    expect(phaseChangeOf(runOf({ curves }))).toBe(20);
    expect(phaseChangeOf(runOf())).toBeNull();
  });

  it("is not one that was undone", () => {
    const resumed = eventsOf({ kind: "resumed", sequences: 8, checkpoint: "checkpoints/8.safetensors" });
    expect(phaseChangeOf(runOf({ events: [...events, ...resumed] }))).toBeNull();
  });

  it("of a fork that begins below is not the fork", () => {
    const record = recordOf({}, { parent: { run: "p", sequences: 20 } });
    const below = curvesOf([20, 30], { "train.loss": [0.1, 0.1] });
    expect(phaseChangeOf(runOf({ record, curves: below }))).toBeNull();
    expect(phaseChangeOf(runOf({ record, curves }))).toBe(20);
  });
});
