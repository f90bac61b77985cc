import { describe, expect, it } from "vitest";
import { phaseChangeLoss, phaseChangeTime } from "../../../src/measures/phaseChange.ts";

const evaluations = (...losses: number[]) => losses.map((loss, place) => ({ sequences: 5000 * place, loss }));

describe("the phase change", () => {
  it("is at 0.4 ln 2", () => {
    expect(phaseChangeLoss).toBeCloseTo(0.4 * Math.LN2, 15);
  });

  it("is the first evaluation below, even if the loss rises again", () => {
    expect(phaseChangeTime(evaluations(1.6, 0.7, 0.27, 0.5, 0.1))).toBe(10_000);
  });

  it("is not yet there at exactly that loss, nor at one that is not a number", () => {
    expect(phaseChangeTime(evaluations(phaseChangeLoss, Number.NaN))).toBeNull();
    expect(phaseChangeTime([])).toBeNull();
  });
});
