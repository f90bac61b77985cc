import { describe, expect, it } from "vitest";
import type { CompareUi } from "../../webview/compare/compareUi.ts";
import { isMultiples } from "../../webview/compare/layout.ts";
import { metricView } from "../../webview/compare/metricView.ts";
import { smallCharts, type SmallChart } from "../../webview/compare/smallCharts.ts";
import { stackSvg } from "../../webview/compare/stackSvg.ts";
import { paperCurveSets } from "../../src/views/panels/paperCurveSets.ts";
import { compareView } from "../../webview/compare/compareView.ts";
import { defaultCompareUi } from "../../webview/compare/compareUi.ts";
import { clampEvent, testRun, testView } from "./compareRun.ts";

const loss = "train.loss";
const ablate = { kind: "ablate", heads: ["L1H3"] };
const one = testRun("a", { sequences: [0, 100, 200], columns: { [loss]: [3, 2, 1] }, phaseChange: 100 });
const other = testRun("b", {
  sequences: [0, 100],
  columns: { [loss]: [4, 2.5] },
  events: [clampEvent("clamp-set", 50, "live-1", ablate), clampEvent("clamp-on", 50, "live-1", ablate)],
});
const members = [5, 6, 7].map((seed) =>
  testRun(`m${seed}`, {
    experiment: { seeds: { init: seed } },
    sweep: { "seeds.init": seed },
    sequences: [0, 100, 200],
    columns: { [loss]: [seed, 2, 1] },
    ...(seed < 7 ? { phaseChange: 100 * (seed - 4) } : {}),
  }),
);

function charts(runs: Parameters<typeof testView>[0], ui: Partial<CompareUi> = {}): SmallChart[] {
  return smallCharts(metricView(testView(runs, { metrics: [loss], ...ui }), loss));
}

describe("the layout of curves", () => {
  it("is small charts from the ninth curve on, unless the user chooses", () => {
    expect([8, 9].map((units) => isMultiples("automatic", units))).toEqual([false, true]);
    expect([2, 20].map((units) => isMultiples("multiples", units))).toEqual([true, true]);
    expect([2, 20].map((units) => isMultiples("overlay", units))).toEqual([false, false]);
  });
});

describe("small charts", () => {
  it("have each unit's curve before the baseline's, which is in the background", () => {
    const drawn = charts([one, other]).map(({ series }) =>
      series.map(({ key, isBackground, y }) => [key, isBackground === true, ...y]),
    );
    expect(drawn).toEqual([
      [["a", false, 3, 2, 1]],
      [
        ["b", false, 4, 2.5],
        ["a", true, 3, 2, 1],
      ],
    ]);
    const [first, second] = charts([one, other], { baseline: "b" });
    expect(first?.series.map(({ key }) => key)).toEqual(["a", "b"]);
    expect(second).toMatchObject({ isBaseline: true, series: [{ key: "b" }] });
  });

  it("have a group's mean with its band, over the mean of the baseline alone", () => {
    const [group, run] = charts([...members, one]);
    expect(group!.series[0]!.spread!.high[0]).toBe(7);
    expect([...run!.series[1]!.y]).toEqual([6, 2, 1]);
    expect(run!.series[1]!.spread).toBeUndefined();
  });

  it("say the phase change, or the last value where there is none, and all of it when pointed at", () => {
    const [a, b] = charts([one, other]);
    expect([a!.number, b!.number]).toEqual(["baseline, phase change 100", "last 2.500"]);
    expect(a!.tooltip).toBe("run a (baseline)\nphase change: 100 sequences\nTrain loss, last: 1.000");
    const [group] = charts([...members, one]);
    expect(group!.number).toBe("baseline, phase change 150");
    expect(group!.tooltip).toBe(
      "sweep (baseline)\nphase change: mean 150 sequences\nTrain loss, last: mean 1.000\nrun m5\nrun m6\nrun m7",
    );
  });

  it("mark their own phase changes and live clamps, without words that would make room for themselves", () => {
    const [a, b] = charts([one, other], { at: 70 });
    expect(a!.markers).toEqual([
      { at: 100, slot: 0, label: "" },
      { at: 70, label: "" },
    ]);
    expect(a!.bands).toEqual([]);
    expect(b!.bands).toEqual([{ from: 50, to: 100, label: "", slot: 0 }]);
  });

  it("leave out what has no place on the x-axis, and have the paper's curves", () => {
    const view = compareView(
      [one, other],
      { ...defaultCompareUi, metrics: [loss], align: "phase-change", paper: ["fig5b-loss"] },
      paperCurveSets(),
    );
    const [only, ...others] = smallCharts(metricView(view, loss));
    expect(others).toEqual([]);
    expect(only!.key).toBe("a");
    expect(only!.series.slice(1).every(({ isReference }) => isReference === true)).toBe(true);
    expect(only!.series.length).toBeGreaterThan(1);
  });
});

describe("pictures in one file", () => {
  const file = (width: number, height: number): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"></svg>`;

  it("are in rows, each as high as its highest", () => {
    const svg = stackSvg([file(100, 50), file(80, 70), file(100, 30)], 10, 2);
    expect(svg).toContain('viewBox="0 0 210 110"');
    expect([...svg.matchAll(/translate\(([^)]+)\)/g)].map(([, place]) => place)).toEqual([
      "0 0",
      "110 0",
      "0 80",
    ]);
    expect(stackSvg([file(100, 50)], 10, 4)).toContain('viewBox="0 0 100 50"');
  });
});
