import { describe, expect, it } from "vitest";
import { smooth } from "../../../webview/shared/smoothing.ts";

describe("smooth", () => {
  it("leaves a constant as it is, at any weight and on both scales", () => {
    const constant = new Float64Array(50).fill(0.3);
    for (const weight of [0, 0.5, 0.999]) {
      for (const isLog of [false, true]) {
        for (const value of smooth(constant, weight, isLog)) expect(value).toBeCloseTo(0.3, 12);
      }
    }
  });

  it("is the average weighted by age, without the pull of zero", () => {
    const [first, second, third] = smooth(Float64Array.of(1, 2, 4), 0.5, false);
    expect(first).toBe(1);
    expect(second).toBeCloseTo((1 * 0.5 + 2) / 1.5, 12);
    expect(third).toBeCloseTo((1 * 0.25 + 2 * 0.5 + 4) / 1.75, 12);
  });

  it("skips what is not a number and goes on as if it were not there", () => {
    const smoothed = smooth(Float64Array.of(1, Number.NaN, 2), 0.5, false);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBe(smooth(Float64Array.of(1, 2), 0.5, false)[1]);
  });

  it("averages logarithms for a log axis, where 0 is not a number", () => {
    const smoothed = smooth(Float64Array.of(1, 0, 100), 0.5, true);
    expect(smoothed[1]).toBeNaN();
    expect(smoothed[2]).toBeCloseTo(Math.exp(Math.log(100) / 1.5), 9);
  });

  it("never forgets the present altogether", () => {
    const smoothed = smooth(Float64Array.of(0, 1), 1, false);
    expect(smoothed[1]).toBeGreaterThan(0.5);
  });
});
