import { describe, expect, it } from "vitest";
import type { MeasureTest } from "../../../../src/runs/comparison/compareGroups.ts";
import { compareGroups } from "../../../../src/runs/comparison/compareGroups.ts";
import type { ComparedRun } from "../../../../src/runs/comparison/compareRuns.ts";
import { compareRuns } from "../../../../src/runs/comparison/compareRuns.ts";
import { comparisonMarkdown } from "../../../../src/runs/comparison/comparisonMarkdown.ts";
import { formatProbability } from "../../../../src/runs/comparison/formatProbability.ts";
import { groupSummaries } from "../../../../src/runs/comparison/groupSummaries.ts";
import { groupTestsCsv } from "../../../../src/runs/comparison/groupTestsCsv.ts";
import { lastCommonPlace } from "../../../../src/runs/comparison/lastCommonPlace.ts";
import { meanGroups } from "../../../../src/runs/comparison/meanGroups.ts";
import { pairRuns } from "../../../../src/runs/comparison/pairRuns.ts";
import { pairedTest } from "../../../../src/runs/comparison/pairedTest.ts";
import { testTexts } from "../../../../src/runs/comparison/testTexts.ts";
import { curvesOf, eventsOf, recordOf, runOf } from "./sampleRuns.ts";

/** A member of a sweep over seeds. Its losses are 3, then `loss` at 100, and one more at 200 for some. */
function member(
  group: string,
  seed: number,
  { loss = seed, change, ends = 100 }: { loss?: number; change?: number; ends?: number } = {},
): ComparedRun {
  const at = [0, 100, 200].filter((place) => place <= ends);
  return runOf({
    id: `${group}${seed}`,
    name: `run ${group}${seed}`,
    record: recordOf(
      { seeds: { init: seed } },
      { group: { id: group, name: `sweep ${group}`, values: { "seeds.init": seed } } },
    ),
    curves: curvesOf(at, {
      "train.loss": [3, loss, 0.5].slice(0, at.length),
      "L0H0.previousToken": [0, 0.1, 0.1].slice(0, at.length),
      "L1H1.induction": [0, 0.2 + loss / 100, 0.9].slice(0, at.length),
      "L1H2.induction": [0, 0.1, 0.95].slice(0, at.length),
    }),
    events: change === undefined ? [] : eventsOf({ kind: "phase-change", sequences: change, at: change }),
  });
}

const a = [5, 6, 7].map((seed, place) => member("a", seed, { change: 50 + place }));
const b = [
  member("b", 7, { loss: 8, change: 90 }),
  member("b", 5, { loss: 7, change: 70, ends: 200 }),
  member("b", 6, { loss: 10, change: 85 }),
];
const all = [...a, ...b];
const options = { baseline: "a6", align: "sequences", at: null } as const;
const of = (measures: readonly MeasureTest[], measure: string, where = "last"): MeasureTest =>
  measures.find((test) => test.measure === measure && (test.where === where || test.where === "run"))!;

describe("pairs of runs", () => {
  it("have the same three seeds, whatever their order", () => {
    const { pairs, unpaired } = pairRuns(a, b);
    expect(pairs.map((pair) => [pair.a.id, pair.b.id])).toEqual([
      ["a5", "b5"],
      ["a6", "b6"],
      ["a7", "b7"],
    ]);
    expect(unpaired).toEqual([]);
    const other = runOf({ id: "c5", record: recordOf({ seeds: { init: 5, data: 3 } }) });
    expect(pairRuns(a, [other]).pairs).toEqual([]);
  });

  it("tell who is left, and why", () => {
    const { pairs, unpaired } = pairRuns([member("a", 5), member("a", 6)], [member("b", 6), member("b", 9)]);
    expect(pairs).toHaveLength(1);
    expect(unpaired.map(({ run, group, reason }) => [run.id, group, reason])).toEqual([
      ["a5", "a", "no run of B has its seeds (init 5, data 0, eval 1)"],
      ["b9", "b", "no run of A has its seeds (init 9, data 0, eval 1)"],
    ]);
  });

  it("are none where several runs of a group have the same seeds", () => {
    const { pairs, unpaired } = pairRuns([member("a", 5), member("x", 5)], [member("b", 5)]);
    expect(pairs).toEqual([]);
    expect(unpaired.map(({ reason }) => reason.slice(0, 20))).toEqual([
      "several runs of A ha",
      "several runs of A ha",
      "several runs of A ha",
    ]);
  });
});

describe("the last evaluation in common", () => {
  const of = (...places: number[][]) => lastCommonPlace(places.map((one) => Float64Array.from(one)));
  it("is the last that all have exactly", () => {
    expect(of([0, 10, 20, 25], [0, 10, 20, 30], [0, 20])).toBe(20);
    expect(of([0, 10, 20, 25], [0, 10, 20, 30], [0, 10])).toBe(10);
    expect(of([5], [6])).toBeNull();
    expect(of()).toBeNull();
  });
});

describe("groups against each other", () => {
  it("are the baseline's against each other one", () => {
    const groups = meanGroups([...b, ...a, member("c", 5), member("c", 6)]);
    expect(compareGroups(groups, options).map(({ nameA, nameB }) => [nameA, nameB])).toEqual([
      ["sweep a", "sweep b"],
      ["sweep a", "sweep c"],
    ]);
    expect(compareGroups(groups, { ...options, baseline: "none" })[0]?.nameA).toBe("sweep b");
    expect(compareGroups([], options)).toEqual([]);
  });

  it("are tested over pairs at the last evaluation that all have", () => {
    const [test] = compareGroups(meanGroups(all), options);
    const loss = of(test!.measures, "train.loss");
    expect(loss.at).toBe(100);
    expect(loss.values).toEqual({ a: [5, 6, 7], b: [7, 10, 8] });
    expect(loss).toMatchObject({ ...pairedTest([5, 6, 7], [7, 10, 8]), meanA: 6, meanB: 25 / 3 });
    // The phase change comes first, then the strongest heads.
    expect(test!.measures.map(({ measure }) => measure)).toEqual([
      ...["phaseChange", "strongest.previousToken", "strongest.induction", "train.loss"],
      ...["L0H0.previousToken", "L1H1.induction", "L1H2.induction"],
    ]);
    expect(of(test!.measures, "phaseChange").values).toEqual({ a: [50, 51, 52], b: [70, 85, 90] });
    expect(of(test!.measures, "strongest.induction").values.a).toEqual([0.25, 0.26, 0.27]);
    // Two measures do not differ in any pair.
    expect(test!.tests).toBe(4);
    expect(JSON.parse(JSON.stringify(test))).toEqual(test);
  });

  it("are tested at the chosen place, too, counted from each run's phase change where that is asked for", () => {
    const at = (changes: object) =>
      of(compareGroups(meanGroups(all), { ...options, ...changes })[0]!.measures, "train.loss", "at");
    expect(at({ at: 20 })).toMatchObject({ at: 20, values: { a: [3, 3, 3], b: [3, 3, 3] } });
    // Of b, only the run with seed 5 has come to 130 sequences; of a, none.
    expect(at({ at: 130 })).toMatchObject({
      values: { a: [null, null, null], b: [7, null, null] },
      pairs: 0,
    });
    expect(at({ at: 20, align: "phase-change" }).values).toEqual({ a: [3, 3, 3], b: [3, null, null] });
  });

  it("list runs without a phase change, and leave their pairs out of its test", () => {
    const late = [...b.slice(0, 2), member("b", 6, { loss: 10 })];
    const [test] = compareGroups(meanGroups([...a, ...late]), options);
    expect(test!.censored).toEqual([{ run: "b6", group: "b", sequences: 100 }]);
    const change = of(test!.measures, "phaseChange");
    expect(change).toMatchObject({ pairs: 2, missing: 1, meanA: 51, meanB: 80 });
    expect(testTexts(change)).toMatchObject({
      a: "51 (50 to 52)",
      b: "80 (70 to 90)",
      pairs: "2 of 3",
      note: "1 pair left out: one of the two runs has had no phase change",
    });
    const none = compareGroups(
      meanGroups([member("a", 1), member("a", 2), member("b", 1), member("b", 2)]),
      options,
    );
    expect(of(none[0]!.measures, "phaseChange").reason).toBe("in no pair both runs have had a phase change");
    expect(none[0]!.censored).toHaveLength(4);
  });

  it("say so where nothing pairs", () => {
    const runs = [...a, member("b", 8), member("b", 9)];
    const tests = compareGroups(meanGroups(runs), options);
    expect(tests).toMatchObject([{ pairs: [], measures: [], tests: 0 }]);
    expect(tests[0]!.unpaired).toHaveLength(5);
    const text = comparisonMarkdown(compareRuns(runs, options), tests);
    expect(text).toContain("No runs of the two have the same seeds: nothing is tested.");
  });
});

describe("tests in words", () => {
  it("have short numbers, signs and intervals", () => {
    const [test] = compareGroups(meanGroups(all), options);
    expect(testTexts(of(test!.measures, "train.loss"))).toMatchObject({
      title: "Train loss",
      a: "6.000 (5.000 to 7.000)",
      b: "8.333 (7.000 to 10.000)",
      difference: "+2.333 (−1.461 to +6.128)",
      t: "2.65 (2)",
      p: "0.12",
      effect: "1.53",
      pairs: "3",
      note: "",
    });
  });

  it.each([
    [null, "–"],
    [1, "1.00"],
    [0.1234, "0.12"],
    [0.0996, "0.10"],
    [0.0495, "0.050"],
    [0.00283, "0.0028"],
    [0.00012, "0.00012"],
    [0.0000999, "< 0.0001"],
  ])("write p = %d as %s", (p, text) => {
    expect(formatProbability(p)).toBe(text);
  });

  it("are in the Markdown of a comparison, with what is not corrected, but not for each head", () => {
    const runs = [...all, member("b", 9)];
    const comparison = compareRuns(runs, options);
    const text = comparisonMarkdown(comparison, compareGroups(meanGroups(runs), options));
    expect(text).toContain("### sweep b (B) against sweep a (A)");
    expect(text).toContain(
      "3 pairs of runs with the same seeds. The table holds 3 tests; p values are not corrected",
    );
    expect(text).toContain("| Train loss | 6.000 (5.000 to 7.000) |");
    expect(text).toContain("- run b9: no run of A has its seeds");
    expect(text).not.toMatch(/^\| L1H1/m);
    expect(comparisonMarkdown(comparison)).not.toContain("### sweep b (B)");
  });

  it("are rows of CSV in full precision", () => {
    const [head, ...rows] = groupTestsCsv(compareGroups(meanGroups(all), options))
      .trim()
      .split("\r\n");
    const cells = (row: string) =>
      Object.fromEntries(head!.split(",").map((name, at) => [name, row.split(",")[at]]));
    expect(rows).toHaveLength(7);
    const loss = cells(rows[3]!);
    expect(loss).toMatchObject({
      a: "sweep a",
      b: "sweep b",
      measure: "train.loss",
      where: "last",
      at: "100",
      df: "2",
    });
    expect(loss["p"]).toBe(String(pairedTest([5, 6, 7], [7, 10, 8]).p));
    expect(cells(rows[1]!)).toMatchObject({ p: "", note: "no pair differs: t is not defined" });
  });
});

it("groups have mean, lowest and highest of each metric", () => {
  const comparison = compareRuns(all, { ...options, at: 10 });
  const [first, second] = groupSummaries(meanGroups(all), comparison);
  expect(first).toMatchObject({ name: "sweep a", runs: ["a5", "a6", "a7"] });
  expect(first!.phaseChange).toEqual({ mean: 51, low: 50, high: 52, count: 3 });
  const loss = second!.metrics.find(({ key }) => key === "train.loss")!;
  expect(loss.last).toEqual({ mean: 18.5 / 3, low: 0.5, high: 10, count: 3 });
  expect(loss.at).toEqual({ mean: 3, low: 3, high: 3, count: 3 });
});
