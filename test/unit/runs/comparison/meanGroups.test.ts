import { describe, expect, it } from "vitest";
import { groupCurvesCsv } from "../../../../src/runs/comparison/groupCurvesCsv.ts";
import { meanGroups } from "../../../../src/runs/comparison/meanGroups.ts";
import { curvesOf, recordOf } from "./sampleRuns.ts";

/** A run of a sweep. */
function member(id: string, values: Readonly<Record<string, unknown>>, experiment: object, group = "g") {
  return { id, record: recordOf(experiment, { group: { id: group, name: "sweep", values } }) };
}

const seeds = [5, 6, 7].map((init) => member(`s${init}`, { "seeds.init": init }, { seeds: { init } }));

function shown(runs: Parameters<typeof meanGroups>[0]): unknown[] {
  return meanGroups(runs).map(({ name, runs: members }) => [name, members.map(({ id }) => id)]);
}

describe("meanGroups", () => {
  it("are runs of one launch that differ in what was swept over", () => {
    const alone = { id: "alone", record: recordOf() };
    expect(shown([alone, ...seeds])).toEqual([["sweep", ["s5", "s6", "s7"]]]);
  });

  it("are none of one member, of no group, and of presets that were launched together", () => {
    const presets = [[], [{ kind: "ablate", heads: ["L1H3"] }]].map((clamps, i) =>
      member(`p${i}`, {}, { clamps }),
    );
    expect(shown([seeds[0]!, { id: "alone", record: recordOf() }, ...presets])).toEqual([]);
  });

  it("keep launches apart, also in their names", () => {
    const again = [5, 6].map((init) => member(`t${init}`, { "seeds.init": init }, { seeds: { init } }, "h"));
    expect(shown([...seeds, ...again])).toEqual([
      ["sweep", ["s5", "s6", "s7"]],
      ["sweep · 2", ["t5", "t6"]],
    ]);
  });

  it("take means over seeds only, where there are seeds and other keys", () => {
    const runs = [5, 10].flatMap((labels) =>
      [5, 6].map((init) =>
        member(
          `${labels}-${init}`,
          { "data.labels": labels, "seeds.init": init },
          { data: { labels, labelPairs: labels === 5 ? [8, 2, 0] : [36, 9, 0] }, seeds: { init } },
        ),
      ),
    );
    expect(shown(runs)).toEqual([
      ["sweep · labels 5", ["5-5", "5-6"]],
      ["sweep · labels 10", ["10-5", "10-6"]],
    ]);
  });

  it("take means over other keys where there are no seeds", () => {
    const rates = [1e-4, 1e-5].map((rate) =>
      member(
        String(rate),
        { "training.optimizer.rate": rate },
        { training: { optimizer: { kind: "adam", rate } } },
      ),
    );
    expect(shown(rates)).toEqual([["sweep", ["0.0001", "0.00001"]]]);
  });

  it("find what was swept over inside of lists", () => {
    const strengths = [0, 0.5, 1].map((strength) =>
      member(
        String(strength),
        { "clamps[0].strength": strength },
        { clamps: [{ kind: "induction", heads: ["L1H3"], strength }] },
      ),
    );
    expect(shown(strengths)).toEqual([["sweep", ["0", "0.5", "1"]]]);
  });

  it("have a key that stays while members come and go", () => {
    expect(meanGroups(seeds.slice(1))[0]?.key).toBe(meanGroups(seeds)[0]?.key);
  });
});

describe("groupCurvesCsv", () => {
  it("has a row for each shared point, with mean, lowest and highest of each metric", () => {
    const runs = [
      { curves: curvesOf([0, 10, 20], { "train.loss": [1, 2, 3], "L1H0.induction": [0, 0.5, 1] }) },
      { curves: curvesOf([0, 10], { "train.loss": [3, 5] }) },
    ];
    expect(groupCurvesCsv([{ name: "a, b", runs }]).split("\r\n")).toEqual([
      "group,sequences,runs,train.loss.mean,train.loss.min,train.loss.max,L1H0.induction.mean,L1H0.induction.min,L1H0.induction.max",
      '"a, b",0,2,2,1,3,0,0,0',
      '"a, b",10,2,3.5,2,5,0.5,0.5,0.5',
      '"a, b",20,1,3,3,3,1,1,1',
      "",
    ]);
  });

  it("leaves cells empty where there is no number, and makes no formula of a name", () => {
    const runs = [{ curves: curvesOf([0], { "train.loss": [Number.NaN] }) }];
    expect(groupCurvesCsv([{ name: "=1+1", runs }]).split("\r\n")[1]).toBe("'=1+1,0,1,,,");
  });
});
