import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Curve } from "../../../../src/runs/comparison/differenceCurve.ts";
import { groupCurves } from "../../../../src/runs/comparison/groupCurves.ts";

function curve(points: Readonly<Record<number, number>>): Curve {
  const sequences = Object.keys(points).map(Number);
  return {
    sequences: Float64Array.from(sequences),
    values: Float64Array.from(sequences, (at) => points[at]!),
  };
}

function points(curves: readonly Curve[]): number[][] {
  const { sequences, mean, low, high, members } = groupCurves(curves);
  return Array.from(sequences, (at, i) => [at, mean[i]!, low[i]!, high[i]!, members[i]!]);
}

describe("groupCurves", () => {
  it("has mean, lowest, highest and how many at each point", () => {
    expect(points([curve({ 0: 1, 10: 4 }), curve({ 0: 2, 10: 2 }), curve({ 0: 6, 10: 0 })])).toEqual([
      [0, 3, 1, 6, 3],
      [10, 2, 0, 4, 3],
    ]);
  });

  it("leaves out points that one of them does not have", () => {
    expect(points([curve({ 0: 1, 10: 1, 20: 1, 30: 1 }), curve({ 0: 3, 15: 9, 30: 3 })])).toEqual([
      [0, 2, 1, 3, 2],
      [30, 2, 1, 3, 2],
    ]);
  });

  it("goes on with those that are longer, and begins with those that begin earlier", () => {
    expect(points([curve({ 0: 1, 10: 1, 20: 5 }), curve({ 0: 3, 10: 3 }), curve({ 10: 8, 20: 7 })])).toEqual([
      [0, 2, 1, 3, 2],
      [10, 4, 1, 8, 3],
      [20, 6, 5, 7, 2],
    ]);
  });

  it("does not hide what is not a number", () => {
    const [first, second] = points([curve({ 0: 1, 10: Number.NaN }), curve({ 0: 3, 10: 4 })]);
    expect(first).toEqual([0, 2, 1, 3, 2]);
    expect(second).toEqual([10, Number.NaN, Number.NaN, Number.NaN, 2]);
  });

  it("is nothing of nothing", () => {
    expect(points([])).toEqual([]);
    expect(points([curve({}), curve({ 5: 2 })])).toEqual([[5, 2, 2, 2, 1]]);
  });

  it("has each mean within its range, at points of a member, for any curves", () => {
    const grid = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
    const any = grid.chain((xs) =>
      fc
        .array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
          minLength: xs.length,
          maxLength: xs.length,
        })
        .map((values) => ({
          sequences: Float64Array.from(xs).sort(),
          values: Float64Array.from(values),
        })),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (curves) => {
        for (const [at, mean, low, high, members] of points(curves)) {
          const there = curves.filter(({ sequences }) => sequences.includes(at!));
          expect(members).toBe(there.length);
          const values = there.map(({ sequences, values: all }) => all[sequences.indexOf(at!)]!);
          expect(low).toBe(Math.min(...values));
          expect(high).toBe(Math.max(...values));
          expect(mean).toBeGreaterThanOrEqual(low!);
          expect(mean).toBeLessThanOrEqual(high!);
          const absent = curves.filter((one) => !there.includes(one));
          for (const { sequences } of absent)
            expect(sequences.every((x) => x > at!) || sequences.every((x) => x < at!)).toBe(true);
        }
      }),
    );
  });
});
