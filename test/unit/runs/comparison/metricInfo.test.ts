import { describe, expect, it } from "vitest";
import { toCurves } from "../../../../src/runs/comparison/curves.ts";
import { metricInfo, metricKeys } from "../../../../src/runs/comparison/metricInfo.ts";
import { sampleMetrics } from "../runFixtures.ts";
import { curvesOf } from "./sampleRuns.ts";

describe("metricInfo", () => {
  it.each([
    ["train.loss", "Train loss", "loss", "nats"],
    ["relabel.inContextAccuracy", "Relabel in-context accuracy", "accuracy", ""],
    ["class.probability", "Class probability", "probability", ""],
    ["L0H2.previousToken", "L0H2 previous-token score", "previousToken", ""],
    ["L1H3.induction", "L1H3 induction strength", "induction", ""],
  ])("of %s", (key, title, group, unit) => {
    expect(metricInfo(key)).toEqual({ key, title, group, unit });
  });

  it.each(["", "loss.constructor", "nonsense"])("of %j, which is none, is its own title", (key) => {
    expect(metricInfo(key)).toMatchObject({ key, title: key });
  });
});

describe("metricKeys", () => {
  it("are in reading order, whatever the order of columns", () => {
    const keys = [
      "L1H10.induction",
      "L1H2.induction",
      "L10H0.previousToken",
      "L0H0.previousToken",
      "class.loss",
    ];
    const sets = [
      "exemplar.loss",
      "relabel.accuracy",
      "relabel.loss",
      "train.inContextAccuracy",
      "train.accuracy",
    ];
    const columns = Object.fromEntries([...keys, ...sets, "train.loss"].map((key) => [key, []]));
    expect(metricKeys(curvesOf([], columns))).toEqual([
      "train.loss",
      "train.accuracy",
      "train.inContextAccuracy",
      "relabel.loss",
      "relabel.accuracy",
      "exemplar.loss",
      "class.loss",
      "L0H0.previousToken",
      "L10H0.previousToken",
      "L1H2.induction",
      "L1H10.induction",
    ]);
  });

  it("are all that an evaluation has, each with a title of its own", () => {
    const keys = metricKeys(toCurves([sampleMetrics(0)]));
    expect(keys).toHaveLength(14);
    const titles = keys.map((key) => metricInfo(key).title);
    expect(new Set(titles).size).toBe(14);
    expect(titles.filter((title) => keys.includes(title))).toEqual([]);
  });
});
