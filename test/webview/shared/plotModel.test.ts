import { describe, expect, it } from "vitest";
import { plotModel } from "../../../webview/shared/plotModel.ts";
import type { Series } from "../../../webview/shared/series.ts";

function series(x: readonly number[], y: readonly number[]): Series {
  return { key: "a", label: "a", slot: 0, x: Float64Array.from(x), y: Float64Array.from(y) };
}
const linear = { x: "linear", y: "linear" } as const;
const plain = { range: null, scales: linear, smoothing: 0, pixels: 500 };

describe("plotModel", () => {
  it("fits y to what is in view", () => {
    const one = series([0, 1, 2, 3], [100, 1, 2, 3]);
    expect(plotModel({ ...plain, series: [one] }).y.to).toBeGreaterThan(100);
    const zoomed = plotModel({ ...plain, series: [one], range: { from: 1, to: 3 } });
    expect(zoomed.y.from).toBeCloseTo(1 - 0.08);
    expect(zoomed.y.to).toBeCloseTo(3 + 0.08);
  });

  it("begins a log axis at the first point above 0, and says so", () => {
    const model = plotModel({
      ...plain,
      series: [series([0, 500, 1000], [3, 2, 1])],
      scales: { x: "log", y: "linear" },
    });
    expect(model.x).toEqual({ from: 500, to: 1000 });
    expect(model.notes.join()).toContain("begins at the first point above 0 (500)");
    expect(plotModel({ ...plain, series: [series([0, 500], [3, 2])] }).notes).toEqual([]);
  });

  it("says how many points a log axis cannot show", () => {
    const model = plotModel({
      ...plain,
      series: [series([1, 2, 3], [1, 0, -1])],
      scales: { x: "linear", y: "log" },
    });
    expect(model.notes.join()).toContain("2 points at 0 or below cannot be shown");
    expect([...model.lines[0]!.raw.y]).toEqual([1, Number.NaN, Number.NaN]);
    expect(model.y.from).toBeGreaterThan(0);
  });

  it("says when it is decimated, and of how many", () => {
    const many = Array.from({ length: 5000 }, (_, i) => i);
    const model = plotModel({
      ...plain,
      series: [
        series(
          many,
          many.map((i) => i % 13),
        ),
      ],
      pixels: 100,
    });
    expect(model.notes.join()).toMatch(/^Decimated: \d+ of 5,000 points/);
  });

  it("marks what is not a number, but not a series that has no numbers at all", () => {
    const model = plotModel({
      ...plain,
      series: [
        series([1, 2, 3], [1, Number.NaN, 3]),
        series([1, 2, 3], [Number.NaN, Number.NaN, Number.NaN]),
      ],
    });
    expect(model.lines.map(({ notNumbers }) => [...notNumbers])).toEqual([[2], []]);
    expect(model.notes.join()).toContain("1 not a number");
  });

  it("keeps the raw trace under the smoothed one", () => {
    const [line] = plotModel({ ...plain, series: [series([1, 2], [0, 1])], smoothing: 0.5 }).lines;
    expect([...line!.raw.y]).toEqual([0, 1]);
    expect(line!.smoothed!.y[1]).toBeCloseTo(2 / 3);
  });

  it("gives room to a single point, a constant and to nothing", () => {
    for (const one of [series([7], [2]), series([1, 2], [3, 3]), series([], [])]) {
      for (const scales of [linear, { x: "log", y: "log" } as const]) {
        const { x, y } = plotModel({ ...plain, series: [one], scales });
        expect(x.to).toBeGreaterThan(x.from);
        expect(y.to).toBeGreaterThan(y.from);
      }
    }
  });
});
