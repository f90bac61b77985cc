import { describe, expect, it } from "vitest";
import { encodeMetricsLine, metricsLineSchema } from "../../../src/runs/metricsLine.ts";
import { sampleMetrics } from "./runFixtures.ts";

describe("encodeMetricsLine", () => {
  it("writes the documented keys, and not-a-number and the infinities as null", () => {
    const line = sampleMetrics(64);
    const set = { ...line.sets.train!, loss: Number.NaN, probability: Infinity, accuracy: -Infinity };
    const text = encodeMetricsLine({
      sequences: 64,
      sets: { relabel: set },
      heads: { L1H0: { induction: Number.NaN } },
    });
    expect(text).toBe(
      '{"sequences":64,"sets":{"relabel":{"loss":null,"accuracy":null,"inContextAccuracy":0.75,' +
        '"outOfContextAccuracy":0.25,"probability":null,"inContextProbability":0.6}},"heads":{"L1H0":{"induction":null}}}',
    );
    const back = metricsLineSchema.parse(JSON.parse(text));
    expect(back.sets.relabel).toEqual({ ...set, probability: Number.NaN, accuracy: Number.NaN });
    expect(back.heads["L1H0"]?.induction).toBeNaN();
  });
});

describe("metricsLineSchema", () => {
  it.each([
    { ...sampleMetrics(1), sequences: 1.5 },
    { ...sampleMetrics(1), heads: { "head 3": {} } },
    { ...sampleMetrics(1), sets: { train: { loss: 1 } } },
    { sequences: 1, sets: {} },
  ])("refuses %j", (line) => {
    expect(metricsLineSchema.safeParse(line).success).toBe(false);
  });
});
