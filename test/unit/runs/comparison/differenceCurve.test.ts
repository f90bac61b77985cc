import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceCurve } from "../../../../src/runs/comparison/differenceCurve.ts";

const curve = (points: Iterable<readonly [number, number]>) => {
  const sorted = [...new Map(points)].sort(([a], [b]) => a - b);
  return {
    sequences: Float64Array.from(sorted, ([at]) => at),
    values: Float64Array.from(sorted, ([, value]) => value),
  };
};
const points = fc.array(
  fc.tuple(fc.integer({ min: -40, max: 40 }), fc.double({ noNaN: true, min: -9, max: 9 })),
);

describe("differenceCurve", () => {
  it("is exact where both have a point, and takes the baseline's last value before where it has none", () => {
    fc.assert(
      fc.property(points, points, (ofRun, ofBaseline) => {
        const [run, baseline] = [curve(ofRun), curve(ofBaseline)];
        const { sequences, values } = differenceCurve(run, baseline);
        const [first = Infinity, last = -Infinity] = [baseline.sequences[0], baseline.sequences.at(-1)];
        expect([...sequences]).toEqual([...run.sequences].filter((at) => at >= first && at <= last));
        sequences.forEach((at, place) => {
          const mine = run.values[run.sequences.indexOf(at)]!;
          let theirs = at;
          while (!baseline.sequences.includes(theirs)) theirs--;
          expect(values[place]).toBe(mine - baseline.values[baseline.sequences.indexOf(theirs)]!);
        });
      }),
    );
  });

  it("of a run and itself is zero everywhere", () => {
    const run = curve([
      [0, 2.3],
      [32, 0.1],
    ]);
    expect(differenceCurve(run, run)).toEqual({ sequences: run.sequences, values: new Float64Array(2) });
  });

  it("tells nothing where the baseline has not been, and NaN where a number is missing", () => {
    const run = curve([
      [0, 1],
      [10, 2],
      [20, Number.NaN],
      [30, 4],
      [40, 5],
    ]);
    const baseline = curve([
      [10, 0.5],
      [30, Number.NaN],
    ]);
    const { sequences, values } = differenceCurve(run, baseline);
    expect([...sequences]).toEqual([10, 20, 30]);
    expect([...values]).toEqual([1.5, Number.NaN, Number.NaN]);
    expect(differenceCurve(run, curve([])).sequences).toHaveLength(0);
    expect(differenceCurve(curve([]), run).sequences).toHaveLength(0);
  });
});
