import { describe, expect, it } from "vitest";
import { experimentSchema } from "../../src/experiment/experimentSchema.ts";
import { toCurves } from "../../src/runs/comparison/curves.ts";
import { curvesJson } from "../../src/runs/comparison/curvesJson.ts";
import { encodeMetricsLine, metricsLineSchema, type MetricsLine } from "../../src/runs/metricsLine.ts";
import { compareView } from "../../webview/compare/compareView.ts";
import { defaultCompareUi } from "../../webview/compare/compareUi.ts";
import { isShownChart } from "../../webview/live/isShownChart.ts";
import { lossReferences } from "../../webview/live/lossReferences.ts";
import { runSeries } from "../../webview/shared/runSeries.ts";
import { defaultLiveUi } from "../../webview/live/liveUi.ts";
import { chartKeys } from "../../webview/shared/runCharts.ts";
import { recordOf } from "../unit/runs/comparison/sampleRuns.ts";
import { snapshot } from "./snapshot.ts";

const none = Number.NaN;
const line = (sequences: number, loss: number): MetricsLine => ({
  sequences,
  sets: {
    train: {
      loss,
      accuracy: none,
      inContextAccuracy: none,
      outOfContextAccuracy: none,
      probability: none,
      inContextProbability: none,
    },
  },
  heads: {},
  toy: { alignment: loss / 2, lossAtTruth: loss / 4 },
});
const lines = [line(0, 1), line(10, 0.001)];
const experiment = experimentSchema.parse({ name: "toy", toy: { clamped: ["c"] }, training: { batch: 1 } });
const record = { ...recordOf(), name: "toy", experiment };
const toy = snapshot({ id: "toy", record, curves: toCurves(lines), state: "finished" });
const other = snapshot({ id: "other" });

describe("runs of the toy model in panels", () => {
  it("have columns of their loss and their own measures, and none that are empty", () => {
    expect(Object.keys(toy.curves.columns)).toEqual(["train.loss", "toy.alignment", "toy.lossAtTruth"]);
    const [back] = JSON.parse(curvesJson([toy])) as [{ evaluations: unknown[] }];
    expect(back.evaluations[1]).toEqual({
      sequences: 10,
      sets: { train: { loss: 0.001 } },
      heads: {},
      toy: { alignment: 0.0005, lossAtTruth: 0.00025 },
    });
  });

  it("are written and read as they are", () => {
    const text: unknown = JSON.parse(encodeMetricsLine(lines[0]!));
    expect(metricsLineSchema.parse(text)).toEqual(lines[0]);
  });

  it("show their own charts in the Live panel, beside those of transformers where these are there", () => {
    const shown = (runs: Parameters<typeof isShownChart>[1]) =>
      chartKeys.filter((key) => isShownChart(key, runs));
    expect(shown([toy])).toEqual(["loss", "toy"]);
    expect(shown([toy, other])).toEqual([...chartKeys]);
    expect(shown([other])).toEqual(["loss", "accuracy", "previousToken", "induction"]);
    expect(shown([])).toEqual(["loss", "accuracy", "previousToken", "induction"]);
  });

  it("have curves with titles in them", () => {
    const series = runSeries([toy], "toy", defaultLiveUi);
    expect(series.map(({ key, title, y }) => [key, title, [...y]])).toEqual([
      ["alignment", "1 − cos² of a and the true a", [0.5, 0.0005]],
      ["lossAtTruth", "Loss with b and c at ± the truth", [0.25, 0.00025]],
    ]);
    expect(runSeries([toy, other], "toy", defaultLiveUi).map(({ key }) => key)).toEqual(["toy alignment"]);
    expect(runSeries([toy], "loss", defaultLiveUi).map(({ key }) => key)).toEqual(["train"]);
  });

  it("are not held against guessing labels", () => {
    expect(lossReferences([toy])).toEqual([]);
    expect(lossReferences([toy, other])).toEqual(lossReferences([other]));
    expect(lossReferences([other]).length).toBeGreaterThan(0);
  });

  it("are compared by a loss without a phase change, not by accuracies that they do not have", () => {
    const view = compareView([toy, { ...toy, id: "toy2" }], defaultCompareUi);
    expect(view.ui.metrics).toEqual(["train.loss"]);
    expect(view.comparison.runs.map(({ phaseChange, clamps }) => [phaseChange, clamps])).toEqual([
      [null, "c at the truth"],
      [null, "c at the truth"],
    ]);
    const best = view.comparison.metrics.find(({ key }) => key === "toy.alignment")?.runs[0];
    expect([best?.best, best?.bestAt]).toEqual([0.0005, 10]);
    const chosen = { ...defaultCompareUi, metrics: ["toy.alignment"] };
    expect(compareView([toy], chosen).ui.metrics).toEqual(["toy.alignment"]);
    expect(compareView([toy, other], defaultCompareUi).ui.metrics).toEqual(defaultCompareUi.metrics);
  });
});
