import { describe, expect, it } from "vitest";
import { defaultCompareUi } from "../../webview/compare/compareUi.ts";
import { compareView } from "../../webview/compare/compareView.ts";
import { unitCurve, unitDifference, unitSeries } from "../../webview/compare/unitCurve.ts";
import { valueColumns } from "../../webview/compare/valueColumns.ts";
import { runSeries } from "../../webview/shared/runSeries.ts";
import { defaultLiveUi } from "../../webview/live/liveUi.ts";
import { testRun, testView } from "./compareRun.ts";

const losses = [
  [3, 2, 1],
  [4, 2, 3],
  [5, 8, 2],
] as const;
const members = losses.map((loss, i) =>
  testRun(`m${i}`, {
    experiment: { seeds: { init: i } },
    sweep: { "seeds.init": i },
    sequences: [0, 100, 200],
    columns: { "train.loss": loss },
    ...(i < 2 ? { phaseChange: 100 * (i + 1) } : {}),
  }),
);
const alone = testRun("alone", {
  sequences: [0, 100, 200],
  columns: { "train.loss": [1, 1, 1] },
  phaseChange: 100,
});
const metrics = ["train.loss"];

describe("groups in the Compare panel", () => {
  it("are one curve from three members on, unless the user chooses otherwise", () => {
    const keys = (runs: Parameters<typeof testView>[0], ui = {}): unknown[] => {
      const { units, groups } = testView(runs, ui);
      return [groups, ...units.map(({ isGroup, runs: of }) => (isGroup ? of.length : of[0]!.id))];
    };
    expect(keys([alone, ...members])).toEqual(["range", "alone", 3]);
    expect(keys([...members, alone])).toEqual(["range", 3, "alone"]);
    expect(keys(members.slice(1))).toEqual(["runs", "m1", "m2"]);
    expect(keys(members.slice(1), { groups: "range" })).toEqual(["range", 2]);
    expect(keys(members, { groups: "runs" })).toEqual(["runs", "m0", "m1", "m2"]);
    expect(keys([alone, members[0]!], { groups: "range" })).toEqual([null, "alone", "m0"]);
  });

  it("have mean, lowest and highest, and say of how many", () => {
    const { units } = testView([alone, ...members]);
    const series = unitSeries(unitCurve(units[1]!, "train.loss"));
    expect([...series.y]).toEqual([4, 4, 2]);
    expect([...series.spread!.low]).toEqual([3, 2, 1]);
    expect([...series.spread!.high]).toEqual([5, 8, 3]);
    expect(series.label).toBe("sweep · mean of 3, min–max");
    expect(series.title).toContain("run m0\nrun m1\nrun m2");
    expect(unitSeries(unitCurve(units[0]!, "train.loss")).spread).toBeUndefined();
  });

  it("say where members are fewer", () => {
    const short = testRun("short", {
      experiment: { seeds: { init: 9 } },
      sweep: { "seeds.init": 9 },
      sequences: [0, 100],
      columns: { "train.loss": [1, 1] },
    });
    const { units } = testView([...members.slice(0, 2), short]);
    const series = unitSeries(unitCurve(units[0]!, "train.loss"));
    expect(series.label).toBe("sweep · mean of 2–3, min–max");
    expect([...series.spread!.members]).toEqual([3, 3, 2]);
  });

  it("differ from a run by their mean and range, and a run from their mean", () => {
    const { units } = testView([alone, ...members]);
    const [one, group] = units.map((unit) => unitCurve(unit, "train.loss"));
    const { curve, group: range } = unitDifference(group!, one!);
    expect([...curve.values]).toEqual([3, 3, 1]);
    expect([...range!.low]).toEqual([2, 1, 0]);
    expect([...range!.high]).toEqual([4, 7, 2]);
    expect([...range!.members]).toEqual([3, 3, 3]);
    expect([...unitDifference(one!, group!).curve.values]).toEqual([-3, -3, -1]);
  });

  it("are aligned by each member's own phase change; those without one are left out", () => {
    const { units } = testView(members, { align: "phase-change" });
    const { sequences, members: count } = unitCurve(units[0]!, "train.loss").group!;
    expect([...sequences]).toEqual([-200, -100, 0, 100]);
    expect([...count]).toEqual([1, 2, 2, 1]);
  });

  it("are rows of the table, with the same numbers", () => {
    const view = testView([alone, ...members], { metrics });
    const cells = Object.fromEntries(
      valueColumns(view).map(({ key, cell }) => [key, cell(view.units[1]!)] as const),
    );
    expect(cells["train.loss:last"]).toEqual({
      text: "2.000 (1.000 to 3.000)",
      value: 2,
      title: "mean 2, min 1, max 3, of 3 of 3 runs",
    });
    expect(cells["state"]?.text).toBe("3 finished");
    expect(cells["sequences"]?.text).toBe("200");
    expect(cells["phaseChange"]?.text).toBe("150 (100 to 200, n = 2)");
    expect(cells["shift"]?.value).toBe(50);
  });

  it("have the baseline where a member is it", () => {
    const { baselineUnit } = compareView([alone, ...members], { ...defaultCompareUi, baseline: "m1" });
    expect(baselineUnit?.runs.map(({ id }) => id)).toEqual(["m0", "m1", "m2"]);
  });
});

describe("groups in the Live panel", () => {
  it("are one curve in the colour of the first, for each chosen set", () => {
    const [group, one] = runSeries([...members, alone], "loss", defaultLiveUi);
    expect(group?.label).toBe("sweep · mean of 3, min–max");
    expect([...group!.y]).toEqual([4, 4, 2]);
    expect([...group!.spread!.high]).toEqual([5, 8, 3]);
    expect(one?.label).toBe("run alone");
    expect(runSeries(members, "loss", { ...defaultLiveUi, groups: "runs" })).toHaveLength(3);
    expect(runSeries(members, "induction", defaultLiveUi)).toEqual([]);
  });
});
