import { describe, expect, it } from "vitest";
import { chooseGroup, chosenGroups } from "../../webview/compare/chosenGroups.ts";
import { textExport } from "../../webview/compare/textExport.ts";
import { groupColumns } from "../../webview/compare/groupColumns.ts";
import { shownTests } from "../../webview/compare/shownTests.ts";
import { testRun, testView } from "./compareRun.ts";

const seeds = [5, 6, 7];
/** One sweep over seeds and batches: two groups. */
const runs = [32, 64].flatMap((batch) =>
  seeds.map((seed, place) =>
    testRun(`${batch}-${seed}`, {
      experiment: { seeds: { init: seed }, training: { batch } },
      sweep: { "training.batch": batch, "seeds.init": seed },
      sequences: [0, 100],
      columns: { "train.loss": [3, batch / 32 + [0, 0.1, 0.3][place]! * (batch / 32)] },
      ...(batch === 64 && seed === 7 ? {} : { phaseChange: batch + 10 * place }),
    }),
  ),
);
const names = (view: Parameters<typeof chosenGroups>[0]) => {
  const chosen = chosenGroups(view)!;
  return [chosen.a.name, chosen.b.name];
};

describe("the groups that are tested", () => {
  it("are the baseline's and the first other, unless others are chosen", () => {
    expect(names(testView(runs))).toEqual(["sweep · batch 32", "sweep · batch 64"]);
    expect(names(testView(runs, { baseline: "64-6" }))).toEqual(["sweep · batch 64", "sweep · batch 32"]);
    const { a, b } = chosenGroups(testView(runs))!;
    expect(names(testView(runs, { groupA: b.key }))).toEqual([b.name, a.name]);
    expect(names(testView(runs, { groupA: "gone", groupB: a.key }))).toEqual([a.name, b.name]);
  });

  it("are the same whether groups are shown as runs or as means", () => {
    expect(chosenGroups(testView(runs, { groups: "runs" }))?.test).toEqual(
      chosenGroups(testView(runs))?.test,
    );
  });

  it("are none with fewer than two groups", () => {
    expect(chosenGroups(testView(runs.slice(0, 4)))).toBeNull();
    expect(chosenGroups(testView([]))).toBeNull();
  });

  it("change places where one is chosen that the other was", () => {
    const chosen = chosenGroups(testView(runs))!;
    const [a, b] = [chosen.a.key, chosen.b.key];
    expect(chooseGroup("a", b, chosen)).toEqual({ groupA: b, groupB: a });
    expect(chooseGroup("b", a, chosen)).toEqual({ groupA: b, groupB: a });
    expect(chooseGroup("b", "c", chosen)).toEqual({ groupA: a, groupB: "c" });
  });
});

describe("the table of groups", () => {
  const { test } = chosenGroups(testView(runs))!;
  const cells = (measure: string) => {
    const row = test.measures.find((one) => one.measure === measure)!;
    return Object.fromEntries(groupColumns(test.measures).map(({ key, cell }) => [key, cell(row)]));
  };

  it("has every number in full precision to sort by", () => {
    const loss = test.measures.find(({ measure }) => measure === "train.loss")!;
    const { a, b, difference, t, p, effect, pairs } = cells("train.loss");
    expect(loss.t).not.toBeNull();
    expect([a, b, difference, t, p, effect, pairs].map((cell) => cell!.value)).toEqual([
      ...[loss.meanA, loss.meanB, loss.meanDifference, loss.t, loss.p, loss.effect, 3],
    ]);
    expect(a!.text).toBe("1.133 (1.000 to 1.300)");
    expect(effect!.title).toContain("Hedges' g_z");
    expect(difference!.title).toContain(`95 % confidence: ${loss.interval!.low} to ${loss.interval!.high}`);
  });

  it("has no rows of what no run has, and those of heads on demand", () => {
    const [one] = test.measures.filter(({ measure }) => measure === "train.loss");
    const values = { a: [null, null], b: [null, null] };
    const never = { ...one!, measure: "train.outOfContextAccuracy", values };
    const late = { ...one!, measure: "phaseChange", values };
    const once = { ...never, values: { a: [null, null], b: [null, 0.5] } };
    const head = { ...one!, measure: "L1H5.induction" };
    expect(shownTests([never, late, once, one!, head], false)).toEqual([late, once, one]);
    expect(shownTests([never, head], true)).toEqual([head]);
  });

  it("has no column for notes where there are none", () => {
    const keys = groupColumns(test.measures.slice(-1)).map(({ key }) => key);
    expect(keys).toEqual(["a", "b", "difference", "t", "p", "effect", "pairs"]);
  });

  it("says why there is no test", () => {
    const { t, p, pairs, note } = cells("phaseChange");
    expect([t!.text, p!.value, pairs!.text]).toEqual(["–", null, "2 of 3"]);
    expect(note!.text).toBe(
      "all pairs differ by the same: t is not defined; 1 pair left out: one of the two runs has had no phase change",
    );
  });
});

describe("exports", () => {
  const content = (kind: Parameters<typeof textExport>[0]): string =>
    textExport(kind, testView(runs)).content;

  it("have the tests of groups", () => {
    expect(content("markdown")).toContain("sweep · batch 64 (B) against sweep · batch 32 (A)");
    expect(content("tests-csv")).toMatch(/\r\nsweep · batch 32,sweep · batch 64,train\.loss,last,100,3,0,/);
    const json = JSON.parse(content("comparison-json")) as Record<string, unknown[]>;
    expect(json["groups"]).toMatchObject([{ runs: ["32-5", "32-6", "32-7"] }, {}]);
    expect(json["groupTests"]).toEqual(chosenGroups(testView(runs))!.tests);
    expect(json["metrics"]).toHaveLength(1);
  });
});
