import { describe, expect, it } from "vitest";
import { formatRate, formatSequences, formatValue } from "../../../../src/runs/comparison/formatNumbers.ts";

describe("formatSequences", () => {
  it.each([
    [0, "0"],
    [640, "640"],
    [999, "999"],
    [1000, "1k"],
    [12_345, "12.3k"],
    [212_032, "212k"],
    [999_499, "999k"],
    [999_999, "1M"],
    [1_250_000, "1.25M"],
    [4e9, "4G"],
    [-35_000, "−35k"],
    [Number.NaN, "–"],
  ])("of %d is %s", (sequences, text) => {
    expect(formatSequences(sequences)).toBe(text);
  });
});

describe("formatValue", () => {
  it.each([
    [0.69314, "0.693"],
    [-0.25, "−0.250"],
    [0, "0.000"],
    [-0, "0.000"],
    [0.000012, "1.2e-5"],
    [-0.000012, "−1.2e-5"],
    [123_456, "1.2e+5"],
    [Number.NaN, "–"],
    [Infinity, "–"],
  ])("of %d is %s", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});

it("formatRate is in sequences per second", () => {
  expect(formatRate(47_553.3)).toBe("47.6k/s");
});
