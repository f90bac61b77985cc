import { describe, expect, it } from "vitest";
import { formatSequences } from "../../../src/runs/comparison/formatNumbers.ts";
import { inFull, ticks } from "../../../src/figures/ticks.ts";

const labels = (...of: Parameters<typeof ticks>): string[] => ticks(...of).map(({ label }) => label);

describe("ticks", () => {
  it("are round", () => {
    expect(labels({ from: 0, to: 1 }, "linear", 5)).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(labels({ from: -0.3, to: 0.7 }, "linear", 3)).toEqual(["0", "0.5"]);
  });

  it("are powers of ten over many decades, and 1, 2, 5 over few", () => {
    expect(ticks({ from: 1e-6, to: 1 }, "log", 7).map(({ value }) => value)).toEqual([
      1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1,
    ]);
    expect(labels({ from: 4000, to: 60_000 }, "log", 6, formatSequences)).toEqual([
      "5k",
      "10k",
      "20k",
      "50k",
    ]);
  });

  it("are as on a linear axis within less than a decade", () => {
    expect(ticks({ from: 0.61, to: 0.72 }, "log", 5).map(({ value }) => value)).toEqual([0.65, 0.7]);
  });

  it("are written in full where short texts would be the same", () => {
    expect(labels({ from: 212_000, to: 212_500 }, "linear", 5, formatSequences)).toEqual([
      "212,000",
      "212,100",
      "212,200",
      "212,300",
      "212,400",
      "212,500",
    ]);
  });

  it("do not hang on a range without width", () => {
    expect(ticks({ from: 1, to: 1 }, "linear", 5)).toHaveLength(1);
  });
});

describe("inFull", () => {
  it("writes every digit", () => {
    expect(inFull(212_032)).toBe("212,032");
  });
});
