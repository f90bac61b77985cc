import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimate, lowerBound } from "../../../src/figures/decimate.ts";

function ramp(n: number, value: (i: number) => number): { x: Float64Array; y: Float64Array } {
  return {
    x: Float64Array.from({ length: n }, (_, i) => i),
    y: Float64Array.from({ length: n }, (_, i) => value(i)),
  };
}

describe("decimate", () => {
  it("returns everything where there are few points", () => {
    const { x, y } = ramp(20, (i) => i * i);
    const points = decimate(x, y, { from: 0, to: 19 }, 10, "linear");
    expect(points).toEqual({ x, y, of: 20, isDecimated: false });
  });

  it("keeps one outlier among a hundred thousand, up and down", () => {
    const { x, y } = ramp(100_000, (i) => (i === 54_321 ? 9 : i === 71_234 ? -9 : Math.sin(i)));
    const points = decimate(x, y, { from: 0, to: 99_999 }, 300, "linear");
    expect(points.isDecimated).toBe(true);
    expect(points.x.length).toBeLessThanOrEqual(2 * 301 + 2);
    expect(points.y[points.x.indexOf(54_321)]).toBe(9);
    expect(points.y[points.x.indexOf(71_234)]).toBe(-9);
  });

  it("keeps the first and the last point and the neighbours outside", () => {
    const { x, y } = ramp(10_000, (i) => i % 7);
    const points = decimate(x, y, { from: 1000.5, to: 8000.5 }, 50, "linear");
    expect([...points.x.slice(0, 2)]).toEqual([1000, 1001]);
    expect([...points.x.slice(-2)]).toEqual([8000, 8001]);
    expect(points.of).toBe(7000);
  });

  it("keeps a gap where points are not numbers", () => {
    const { x, y } = ramp(10_000, (i) => (i >= 5000 && i < 5003 ? Number.NaN : 1));
    const points = decimate(x, y, { from: 0, to: 9999 }, 100, "linear");
    expect([...points.y].filter((value) => Number.isNaN(value))).toHaveLength(1);
    expect(points.x[points.y.findIndex((value) => Number.isNaN(value))]).toBe(5000);
  });

  it("has columns of equal width on a log axis, and never goes to 0 there", () => {
    const { x, y } = ramp(100_000, () => 1);
    const points = decimate(x, y, { from: 1, to: 99_999 }, 100, "log");
    expect(points.x[0]).toBe(1);
    const inFirstDecade = points.x.filter((at) => at < 10).length;
    expect(inFirstDecade).toBeGreaterThanOrEqual(8);
    expect(points.x.length).toBeLessThan(220);
  });

  it("only ever leaves points out, in order, and keeps the extremes of what is in range", () => {
    const values = fc.array(
      fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.constant(Number.NaN)),
      {
        minLength: 1,
        maxLength: 400,
      },
    );
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 40 }), fc.boolean(), (list, pixels, isLog) => {
        const x = Float64Array.from(list, (_, i) => i + 1);
        const y = Float64Array.from(list);
        const points = decimate(x, y, { from: 1, to: list.length }, pixels, isLog ? "log" : "linear");
        points.x.forEach((at, i) => {
          expect(points.y[i]).toEqual(y[at - 1]);
          if (i > 0) expect(at).toBeGreaterThan(points.x[i - 1]!);
        });
        const finite = list.filter((value) => !Number.isNaN(value));
        if (finite.length > 0) {
          const kept = [...points.y].filter((value) => !Number.isNaN(value));
          expect(Math.max(...kept)).toEqual(Math.max(...finite));
          expect(Math.min(...kept)).toEqual(Math.min(...finite));
        }
      }),
    );
  });
});

describe("lowerBound", () => {
  it("finds the first at or after, and the first after", () => {
    const x = Float64Array.of(1, 3, 3, 5);
    expect([0, 1, 3, 4, 6].map((at) => lowerBound(x, at))).toEqual([0, 0, 1, 3, 4]);
    expect([1, 3, 5].map((at) => lowerBound(x, at, true))).toEqual([1, 3, 4]);
  });
});
