import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Comparison } from "../../../src/runs/comparison/compareRuns.ts";
import { compareRuns } from "../../../src/runs/comparison/compareRuns.ts";
import { formatComparison } from "../../../src/cli/formatComparison.ts";
import { curvesOf, recordOf, runOf } from "../runs/comparison/sampleRuns.ts";
import { create, finish } from "../training/tinyRun.ts";
import { expectError, optoscope, temporaryFolder } from "./commandLine.ts";

const usage = "Usage: optoscope compare RUN_FOLDER RUN_FOLDER…";
let folder = "";

/** Two finished runs, of different seeds, one of them clamped. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "optoscope-compare-"));
  await finish(await create(join(folder, "a")));
  const clamps = [{ kind: "ablate", heads: ["L1H0"], from: 200 }];
  await finish(await create(join(folder, "b"), { clamps, seeds: { init: 6 } }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function json(...args: string[]): Promise<Comparison> {
  const { code, stdout, stderr } = await optoscope(["compare", "a", "b", "--json", ...args], folder);
  expect(code, stderr).toBe(0);
  expect(stdout.trimEnd()).not.toContain("\n");
  return JSON.parse(stdout) as Comparison;
}

/** The evaluations of a run as they are in its file. */
function lines(run: string): { sequences: number; sets: Record<string, Record<string, number>> }[] {
  const text = readFileSync(join(folder, run, "metrics.jsonl"), "utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as ReturnType<typeof lines>[number]);
}

describe("compare --json", () => {
  it("has the numbers of the run folders", async () => {
    const { baseline, runs, metrics, config, clampTimeline } = await json("--at", "450");
    expect(baseline).toBe("a");
    expect(runs).toMatchObject([
      { id: "a", name: "tiny", state: "finished", clamps: "none", at: 400 },
      { id: "b", name: "tiny · L1H1 only from 200 · seed 6", clamps: "L1H1 only from 200", at: 400 },
    ]);
    for (const [place, run] of (["a", "b"] as const).entries()) {
      const written = lines(run);
      for (const set of ["train", "relabel", "exemplar", "class"]) {
        const { runs } = metrics.find(({ key }) => key === `${set}.loss`)!;
        const losses = written.map(({ sets }) => sets[set]!["loss"]!);
        expect(runs[place]).toMatchObject({ last: losses[4], best: Math.min(...losses), at: losses[2] });
      }
    }
    expect(config).toEqual([
      { path: "clamps[0]", values: [null, { kind: "ablate", heads: ["L1H0"], from: 200 }] },
      { path: "seeds.init", values: [5, 6] },
    ]);
    expect(clampTimeline).toMatchObject([
      { clamps: [] },
      { clamps: [{ spans: [{ from: 200, until: null }] }] },
    ]);
  });

  it("compares with the run that is asked for, in the metrics that are asked for", async () => {
    const { baseline, metrics } = await json("--baseline", join(folder, "b"), "--metric", "class.loss");
    expect(baseline).toBe("b");
    expect(metrics.map(({ key }) => key)).toEqual(["class.loss"]);
    const [a, b] = metrics[0]!.runs;
    expect(b!.differenceAtLast).toBe(0);
    expect(a!.differenceAtLast).toBe(a!.last! - b!.last!);
  });

  it("counts from the phase change, also backwards", async () => {
    const { runs, align, at } = await json("--align", "phase-change", "--at=-100");
    expect({ align, at }).toEqual({ align: "phase-change", at: -100 });
    for (const { phaseChange, at } of runs) expect(at === null).toBe(phaseChange === null);
  });
});

describe("compare", () => {
  it("tells of the runs in tables, and writes their curves", async () => {
    const { code, stdout, stderr } = await optoscope(
      ["compare", "a", "b", "--at", "400", "--csv", "c.csv"],
      folder,
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^1 {3}tiny \(baseline\)\n {4}finished, 800 of 800 sequences\n/);
    expect(stdout).toContain("\n2   tiny · L1H1 only from 200 · seed 6\n");
    const last = (run: string) => lines(run)[4]!.sets["train"]!["loss"]!.toFixed(3);
    expect(stdout).toMatch(
      new RegExp(`Last evaluation\\nmetric .*\\ntrain\\.loss +${last("a")} +${last("b")}\\n`),
    );
    expect(stdout).toContain("\nLast evaluation, minus run 1\n");
    expect(stdout).toMatch(/\nAt 400 sequences\nmetric +1 +2\nevaluated at +400 +400\n/);
    expect(stdout).toMatch(/\nL1H0 induction +\S+ +\S+\n/);
    expect(stdout).toContain("\n  clamps[0]\n    1   –\n    2   ablate L1H0 from 200\n");
    expect(stdout).toContain("\n  seeds.init\n    1   5\n    2   6\n");
    expect(stdout).toContain("All evaluations are in c.csv\n");
    const csv = readFileSync(join(folder, "c.csv"), "utf8").split("\r\n");
    expect(csv[0]).toMatch(/^run,sequences,train\.loss,/);
    expect(csv).toHaveLength(1 + 10 + 1);
    expect(csv[10]).toMatch(/^tiny · L1H1 only from 200 · seed 6,800,/);
    expect(csv[10]!.split(",")[2]).toBe(String(lines("b")[4]!.sets["train"]!["loss"]));
  });

  it("shows only the metrics that are asked for, with their best", async () => {
    const { stdout } = await optoscope(["compare", "a", "b", "--metric", "L1H1.induction"], folder);
    expect(stdout.match(/^L1H1\.induction /gm)).toHaveLength(3);
    expect(stdout).toContain("\nBest of all evaluations\n");
    expect(stdout).not.toContain("train.loss");
    expect(stdout).not.toContain("Heads at the last evaluation");
  });

  it("names a run as its user did, and tells a crashed one from a running one", async () => {
    const parent = temporaryFolder();
    cpSync(folder, parent, { recursive: true });
    writeFileSync(join(parent, "b", "label.json"), JSON.stringify({ name: "my run" }));
    const status = JSON.parse(readFileSync(join(parent, "b", "status.json"), "utf8")) as object;
    writeFileSync(join(parent, "b", "status.json"), JSON.stringify({ ...status, state: "running" }));
    const { stdout } = await optoscope(["compare", "a", "b"], parent);
    expect(stdout).toContain("\n2   my run\n    crashed, ");
  });

  it("takes folders of one name from different places, and a run that was not evaluated yet", async () => {
    const parent = temporaryFolder();
    cpSync(join(folder, "a"), join(parent, "x", "a"), { recursive: true });
    rmSync(join(parent, "x", "a", "metrics.jsonl"));
    const ended = await optoscope(["compare", join(folder, "a"), "x/a", "--json"], parent);
    expect(ended.code, ended.stderr).toBe(0);
    const { runs } = JSON.parse(ended.stdout) as Comparison;
    expect(runs.map(({ id, name }) => ({ id, name }))).toEqual([
      { id: join(folder, "a"), name: "tiny" },
      { id: join("x", "a"), name: "tiny · 2" },
    ]);
    expect((await optoscope(["compare", "x/a", join(folder, "a")], parent)).code).toBe(0);
  });

  it("--help names every option, and explains it", async () => {
    const { stdout } = await optoscope(["compare", "--help"]);
    const [usage = "", , explanations = ""] = stdout.split("\n\n");
    const options = [...usage.matchAll(/--[\w-]+/g)].map(String);
    expect(options).toEqual(["--baseline", "--metric", "--at", "--align", "--weights", "--csv", "--json"]);
    for (const option of options)
      expect(explanations).toMatch(new RegExp(`^ {2}${option}( .*)? {2}\\w`, "m"));
  });
});

describe("arguments that cannot be used", () => {
  it.each([
    [[], "expected at least two run folders"],
    [["a"], "expected at least two run folders"],
    [["a", "b", "./a"], "./a is named twice"],
    [["a", "b", "--baseline", "c"], "--baseline: expected one of the runs to compare, got c"],
    [["a", "b", "--metric", "train.los"], 'no run has the metric train.los (did you mean "train.loss"?)'],
    [["a", "b", "--at", "x"], "--at: expected a whole number from 0, got x"],
    [["a", "b", "--at=-5"], "--at: expected a whole number from 0, got -5"],
    [["a", "b", "--align", "time"], "--align: expected sequences or phase-change, got time"],
  ])("%j", async (args, message) => {
    expectError(await optoscope(["compare", ...args], folder), 2, message, usage);
  });

  it("because they are no run folders", async () => {
    mkdirSync(join(folder, "empty"), { recursive: true });
    expectError(await optoscope(["compare", "a", "none"], folder), 1, join("none", "run.json"));
    expectError(await optoscope(["compare", "a", "empty"], folder), 1, join("empty", "run.json"));
    expectError(await optoscope(["compare", "a", "a/run.json"], folder), 1, "run.json");
  });

  it("because a run folder is damaged", async () => {
    const parent = temporaryFolder();
    cpSync(folder, parent, { recursive: true });
    appendFileSync(join(parent, "b", "metrics.jsonl"), "nonsense\n");
    expectError(await optoscope(["compare", "a", "b"], parent), 1, "metrics.jsonl:6: damaged line");
  });

  it("because the CSV file cannot be written", async () => {
    const ended = await optoscope(["compare", "a", "b", "--csv", "none/c.csv"], folder);
    expectError(ended, 1, join("none", "c.csv"));
  });
});

describe("formatComparison", () => {
  it.each([50, 60, 80, 120])("fits into %i columns, however many runs there are", (width) => {
    const many = Array.from({ length: 9 }, (_, place) =>
      runOf({
        id: `run-${place}`,
        name: `a rather long name that had to be shortened in its … middle, of the run ${place}`,
        record: recordOf({
          seeds: { init: place },
          clamps: [{ kind: "ablate", heads: ["L1H0", "L1H2", "L1H4"] }],
        }),
        curves: curvesOf([0, 1_000_000], {
          "exemplar.inContextAccuracy": [0, place],
          "train.loss": [0.1, -1e-9],
          "L1H3.induction": [0, 1],
        }),
      }),
    );
    const comparison = compareRuns(many, { baseline: "run-0", align: "sequences", at: 1_000_000 });
    const folders = many.map(({ id }) => join("runs", id));
    const text = formatComparison(comparison, folders, width, false);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    // Every run's number is there, in whichever table.
    for (let place = 0; place < 9; place++)
      expect(text).toMatch(new RegExp(`(^|  )${place}\\.000( |$)`, "m"));
  });
});
