import { describe, expect, it } from "vitest";
import type { Points } from "../../../src/figures/decimate.ts";
import { isJagged } from "../../../webview/shared/isJagged.ts";
import { lineLooks } from "../../../webview/shared/lineLooks.ts";
import { plotModel } from "../../../webview/shared/plotModel.ts";
import { paperPalette } from "../../../webview/shared/theme.ts";

const points = (y: readonly number[]): Points => ({
  x: Float64Array.from(y, (_, i) => i),
  y: Float64Array.from(y),
  of: y.length,
  isDecimated: false,
});
const zigzag = (count: number, height: number): number[] =>
  Array.from({ length: count }, (_, i) => (i % 2) * height);
const unit = { from: 0, to: 1 };

describe("a line that goes up and down", () => {
  it("is jagged by how far it goes in all, in heights of the plot", () => {
    expect(isJagged(points(zigzag(100, 1)), unit, "linear", 100)).toBe(true);
    expect(isJagged(points(zigzag(100, 0.2)), unit, "linear", 100)).toBe(false);
    expect(isJagged(points(zigzag(100, 0.2)), { from: 0, to: 0.2 }, "linear", 100)).toBe(true);
    // So far apart, dashes can be seen.
    expect(isJagged(points(zigzag(100, 1)), unit, "linear", 500)).toBe(false);
    const steady = Array.from({ length: 5000 }, (_, i) => i / 5000);
    expect(isJagged(points(steady), unit, "linear", 100)).toBe(false);
  });

  it("counts what is in the plot, on a log axis, and over gaps", () => {
    expect(isJagged(points(zigzag(10, 1e6)), unit, "linear", 20)).toBe(false);
    expect(isJagged(points(zigzag(100, 9).map((y) => y + 1)), { from: 1, to: 10 }, "log", 100)).toBe(true);
    expect(isJagged(points(zigzag(100, 9).map((y) => y + 1)), { from: 1e-9, to: 1e9 }, "log", 100)).toBe(
      false,
    );
    expect(
      isJagged(points(zigzag(100, 1).map((y, i) => (i % 3 === 0 ? Number.NaN : y))), unit, "linear", 100),
    ).toBe(true);
  });

  it("is drawn without its dashes, which the chart says; a calm one keeps them", () => {
    const series = (key: string, y: readonly number[], slot = 1) => {
      const { x } = points(y);
      return { key, label: key, slot, x, y: Float64Array.from(y) };
    };
    const both = [
      series("wild", zigzag(200, 1)),
      series(
        "calm",
        zigzag(200, 1).map((y) => y / 100),
      ),
    ];
    const options = { range: null, scales: { x: "linear", y: "linear" }, pixels: 500 } as const;
    const { lines, notes } = plotModel({ ...options, series: both, smoothing: 0 });
    const dashes = lines.map((line) => lineLooks(line, paperPalette, null)[0]!.look.borderDash);
    expect(dashes[0]).toEqual([]);
    expect(dashes[1]).not.toEqual([]);
    expect(notes.join(" ")).toContain("Solid instead of dashed");
    const solid = plotModel({
      ...options,
      series: [series("wild", zigzag(200, 1), 0), both[1]!],
      smoothing: 0,
    });
    expect(solid.notes.join(" ")).not.toContain("Solid instead of dashed");
    const smooth = plotModel({ ...options, series: both, smoothing: 0.99 });
    expect(smooth.lines.map(({ isJagged: is }) => is)).toEqual([false, false]);
    expect(smooth.notes.join(" ")).not.toContain("Solid instead of dashed");
  });
});
