import { describe, expect, it } from "vitest";
import { pairedTest } from "../../../../src/runs/comparison/pairedTest.ts";
import { studentT } from "../../../../src/runs/comparison/studentT.ts";

/** Hours of sleep gained by ten patients with two drugs ("Student", Biometrika 6, 1908). */
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe("Student's t distribution", () => {
  // scipy.stats.t: 2 * sf(t, df), and ppf(0.975, df).
  it.each([
    [1, 0.001, 0.9993633804398159],
    [1, 2, 0.2951672353008665],
    [2, 0.5, 0.6666666666666667],
    [2, 10, 0.00985245702332569],
    [4, -2, 0.11611652351681556],
    [4, 100, 5.99600209899246e-8],
    [9, 10, 3.578237431924736e-6],
    [30, 2, 0.054625044962983094],
    [200, 100, 9.956843590453632e-173],
    [1, 1e9, 6.366197723675814e-10],
  ])("with %i degrees of freedom has beyond ±%d the probability %d", (df, t, p) => {
    expect(studentT.twoSidedP(t, df) / p).toBeCloseTo(1, 6);
  });

  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [4, 2.7764451051977934],
    [9, 2.262157162798205],
    [200, 1.9718962236339088],
  ])("with %i degrees of freedom has 95 %% within ±%d", (df, t) => {
    expect(studentT.twoSidedLimit(0.95, df)).toBeCloseTo(t, 5);
  });

  it("corrects effect sizes as Hedges did", () => {
    expect(studentT.hedgesCorrection(1)).toBeNull();
    expect(studentT.hedgesCorrection(2)).toBeCloseTo(0.5641895835477564, 9);
    expect(studentT.hedgesCorrection(9)).toBeCloseTo(0.9138748917925524, 9);
  });
});

describe("a paired test", () => {
  it("has the numbers of the textbook", () => {
    // scipy.stats.ttest_rel(second, first), and its confidence interval.
    const result = pairedTest(first, second);
    expect(result).toMatchObject({ pairs: 10, missing: 0, degreesOfFreedom: 9, reason: null });
    expect(result.meanDifference).toBeCloseTo(1.58, 12);
    expect(result.deviation).toBeCloseTo(1.2299954832798732, 12);
    expect(result.t).toBeCloseTo(4.062127683382037, 12);
    expect(result.p).toBeCloseTo(0.002832890197384273, 8);
    expect(result.interval!.low).toBeCloseTo(0.7001142367230175, 6);
    expect(result.interval!.high).toBeCloseTo(2.459885763276983, 6);
    expect(result.effect).toBeCloseTo(1.2845575625910546, 12);
    expect(result.correctedEffect).toBeCloseTo(1.173924903514205, 9);
  });

  it("of three seeds is of second minus first", () => {
    const result = pairedTest([0.9, 0.8, 0.95], [0.5, 0.45, 0.7]);
    expect(result.t).toBeCloseTo(-7.559289460184543, 10);
    expect(result.p).toBeCloseTo(0.017053625634019118, 7);
    expect(result.effect).toBeCloseTo(-4.364357804719846, 10);
    expect(result.correctedEffect).toBeCloseTo(-2.4623252122982904, 8);
    expect(result.interval!.high).toBeLessThan(0);
  });

  it("of two pairs has no corrected effect size", () => {
    expect(pairedTest([1, 2], [2, 5])).toMatchObject({ degreesOfFreedom: 1, correctedEffect: null });
    expect(pairedTest([1, 2], [2, 5]).p).toBeCloseTo(0.2951672353008665, 7);
  });

  it("leaves out pairs of which a number is missing, and says how many", () => {
    const holes = pairedTest([null, ...first, 3, Number.NaN], [5, ...second, null, 1]);
    expect(holes).toEqual({ ...pairedTest(first, second), missing: 3 });
  });

  it("is none with fewer than two pairs, and says why", () => {
    expect(pairedTest([], [])).toMatchObject({
      pairs: 0,
      meanDifference: null,
      reason: "no pair has both numbers",
    });
    const one = pairedTest([1, null], [3, 4]);
    expect(one).toMatchObject({ pairs: 1, missing: 1, meanDifference: 2, t: null, p: null, interval: null });
    expect(one.reason).toContain("one pair");
  });

  it("is none where all pairs differ by the same, to the rounding of their numbers", () => {
    const same = pairedTest([1, 2, 3], [2, 3, 4]);
    expect(same).toMatchObject({
      meanDifference: 1,
      deviation: 0,
      t: null,
      p: null,
      effect: null,
      interval: null,
    });
    expect(same.reason).toContain("differ by the same");
    expect(pairedTest([0.3, 0.7], [0.1, 0.5]).t).toBeNull();
    expect(pairedTest([1, 2], [1, 2]).reason).toContain("no pair differs");
  });

  it("never holds what JSON cannot", () => {
    for (const result of [
      pairedTest([], []),
      pairedTest([1], [2]),
      pairedTest([1, 2], [2, 3]),
      pairedTest(first, second),
    ])
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it("needs a partner for each number", () => {
    expect(() => pairedTest([1, 2], [1])).toThrow(RangeError);
  });
});
