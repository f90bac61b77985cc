import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WeightsComparison } from "../../../src/cli/compareWeights.ts";
import { formatGroupTests } from "../../../src/cli/formatGroupTests.ts";
import type { GroupTest } from "../../../src/runs/comparison/compareGroups.ts";
import { compareGroups } from "../../../src/runs/comparison/compareGroups.ts";
import type { Comparison } from "../../../src/runs/comparison/compareRuns.ts";
import type { GroupSummary } from "../../../src/runs/comparison/groupSummaries.ts";
import { meanGroups } from "../../../src/runs/comparison/meanGroups.ts";
import { pairedTest } from "../../../src/runs/comparison/pairedTest.ts";
import { curvesOf, recordOf, runOf } from "../runs/comparison/sampleRuns.ts";
import { checkpoints, create, finish } from "../training/tinyRun.ts";
import { expectError, optoscope } from "./commandLine.ts";

let folder = "";
const seeds = [5, 6, 7];
const names = ["a5", "a6", "a7", "b5", "b6", "b7"];

/** A run of a sweep over seeds, as it would be launched. */
async function member(name: string, changes: object, values: object): Promise<void> {
  await finish(await create(join(folder, name), changes));
  const file = join(folder, name, "run.json");
  const record = JSON.parse(readFileSync(file, "utf8")) as object;
  const id = name.charAt(0);
  writeFileSync(file, JSON.stringify({ ...record, group: { id, name: `sweep ${id}`, values } }));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "optoscope-compare-"));
  const clamps = [{ kind: "ablate", heads: ["L1H0"] }];
  for (const init of seeds) {
    await member(`a${init}`, { seeds: { init } }, { "seeds.init": init });
    await member(`b${init}`, { seeds: { init }, clamps }, { "seeds.init": init });
  }
  await finish(await create(join(folder, "wide"), { model: { width: 32 } }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface All extends Comparison {
  readonly groups: readonly GroupSummary[];
  readonly groupTests: readonly GroupTest[];
  readonly weights?: readonly WeightsComparison[];
}

async function json(...args: string[]): Promise<All> {
  const { code, stdout, stderr } = await optoscope(["compare", ...args, "--json"], folder);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as All;
}

/** The last train loss in a run's file. */
function lastLoss(run: string): number {
  const text = readFileSync(join(folder, run, "metrics.jsonl"), "utf8")
    .trim()
    .split("\n")
    .at(-1)!;
  return (JSON.parse(text) as { sets: { train: { loss: number } } }).sets.train.loss;
}

describe("compare --json of sweeps over seeds", () => {
  it("has the groups, and tests them over pairs of the same seeds", async () => {
    const { groups, groupTests, runs, weights } = await json(...names);
    expect(weights).toBeUndefined();
    const [a, b] = ["a", "b"].map((group) => seeds.map((seed) => lastLoss(`${group}${seed}`)));
    expect(groups.map((group) => group.runs)).toEqual([names.slice(0, 3), names.slice(3)]);
    expect(groups[1]!.metrics.find(({ key }) => key === "train.loss")!.last).toEqual({
      mean: expect.closeTo((b![0]! + b![1]! + b![2]!) / 3, 12) as number,
      low: Math.min(...b!),
      high: Math.max(...b!),
      count: 3,
    });
    expect(groupTests).toHaveLength(1);
    expect(groupTests[0]!.pairs).toEqual(seeds.map((seed) => ({ a: `a${seed}`, b: `b${seed}` })));
    const loss = groupTests[0]!.measures.find(({ measure }) => measure === "train.loss")!;
    expect(loss).toMatchObject({ at: 800, values: { a, b }, ...pairedTest(a!, b!) });
    const changes = runs.filter(({ phaseChange }) => phaseChange === null).map(({ id }) => id);
    expect(groupTests[0]!.censored.map(({ run }) => run)).toEqual(changes);
  });

  it("has the baseline's group first, and only the metrics that are asked for", async () => {
    const { groupTests } = await json(...names, "--baseline", "b6", "--metric", "class.loss");
    expect(groupTests).toMatchObject([{ nameA: "sweep b", nameB: "sweep a" }]);
    expect(groupTests[0]!.measures.map(({ measure }) => measure)).toEqual(["class.loss"]);
    expect(groupTests[0]!.tests).toBe(1);
  });

  it("has no groups where none were launched together", async () => {
    expect(await json("a5", "wide")).toMatchObject({ groups: [], groupTests: [] });
  });
});

describe("compare of sweeps over seeds", () => {
  it("tells of the tests in a table, and who is not paired", async () => {
    const { code, stdout, stderr } = await optoscope(["compare", ...names.slice(0, 5)], folder);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain(
      "\nGroups: sweep b (B) against sweep a (A)\nPaired t-tests over 2 pairs of runs",
    );
    expect(stdout).toMatch(/\nmeasure +A +range/);
    expect(stdout).toMatch(/\ntrain\.loss +\d/);
    expect(stdout).toMatch(/\n {2}tiny.*: no run of B has its seeds \(init 7, data 0, eval 1\)\n/);
  });

  it.each([50, 80, 120])("fits into %i columns", (width) => {
    const runs = ["first", "second"].flatMap((group) =>
      seeds.map((init) =>
        runOf({
          id: `${group}-${init}`,
          name: `a rather long name that had to be shortened of ${group} ${init}`,
          record: recordOf(
            { seeds: { init } },
            { group: { id: group, name: group, values: { "seeds.init": init } } },
          ),
          curves: curvesOf([0, 1e6], { "exemplar.inContextAccuracy": [0, group.length * init] }),
        }),
      ),
    );
    const tests = compareGroups(meanGroups(runs), { baseline: "first-5", align: "sequences", at: null });
    const text = formatGroupTests(tests, new Map(runs.map(({ id, name }) => [id, name])), width, false);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(text).toMatch(/^exemplar\.inContextAccuracy +\d/m);
  });
});

describe("compare --weights", () => {
  it("has distances from the baseline at all checkpoints that both have", async () => {
    const { weights } = await json("a5", "a6", "b5", "--weights");
    expect(weights!.map(({ run, reason }) => [run, reason])).toEqual([
      ["a6", null],
      ["b5", null],
    ]);
    const common = checkpoints(join(folder, "a5"));
    expect(common.length).toBeGreaterThan(1);
    for (const { results } of weights!) expect(results.map(({ sequences }) => sequences)).toEqual(common);
    const measured = await optoscope(
      ["measure", "a6", "weights", "--at", "800", "--set", `reference="${join(folder, "a5")}"`, "--json"],
      folder,
    );
    expect(measured.code, measured.stderr).toBe(0);
    const [place] = (JSON.parse(measured.stdout) as { results: unknown[] }).results;
    expect(weights![0]!.results.at(-1)).toEqual(place);
    expect(weights![0]!.results.at(-1)!.value.all).toBeGreaterThan(0);
  });

  it("has them at any place that is named", async () => {
    const { weights } = await json("a5", "b5", "--weights", "--at", "104");
    expect(weights![0]!.results.map(({ sequences }) => sequences)).toEqual([104]);
    // The same seed begins with the same weights.
    expect((await json("a5", "b5", "--weights", "--at", "0")).weights![0]!.results[0]!.value.all).toBe(0);
  });

  it("tells of them in a table, and of runs that cannot be compared", async () => {
    const { code, stdout, stderr } = await optoscope(["compare", "a5", "a6", "wide", "--weights"], folder);
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/\nsequences .* 800\nall parameters .* \d\.\d{3}\n/);
    expect(stdout).toMatch(/\nL1H0 .* \d\.\d{3}/);
    expect(stdout.match(/^Weights: /gm)).toHaveLength(2);
  });

  it("is an error where no run can be compared", async () => {
    expectError(await optoscope(["compare", "a5", "wide", "--weights"], folder), 1, "--weights: ");
    const aligned = ["compare", "a5", "b5", "--weights", "--at", "5", "--align", "phase-change"];
    expectError(await optoscope(aligned, folder), 2, "--weights: expected --at to be counted from the start");
  });
});
