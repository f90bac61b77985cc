import { describe, expect, it } from "vitest";
import { nearestIndex } from "../../../webview/shared/nearestIndex.ts";
import { readings } from "../../../webview/shared/readings.ts";
import type { Series } from "../../../webview/shared/series.ts";

function at(...x: number[]): Series {
  return { key: "", label: "", slot: 0, x: Float64Array.from(x), y: new Float64Array(x.length) };
}
const range = { from: 0, to: 100 };

describe("readings", () => {
  it("snap to the nearest real point, and each series to its own", () => {
    expect(readings([at(0, 50, 100), at(0, 48, 96)], 51, range, "linear", 0.05)).toEqual({
      x: 50,
      indices: [1, 1],
    });
  });

  it("have nothing of a series that has no point near", () => {
    expect(readings([at(0, 50, 100), at(0, 10)], 52, range, "linear", 0.05)?.indices).toEqual([1, -1]);
  });

  it("never leave the range", () => {
    expect(readings([at(0, 50, 100)], 55, { from: 60, to: 70 }, "linear", 1)).toBeNull();
    expect(readings([at(0, 50, 65, 100)], 55, { from: 60, to: 70 }, "linear", 1)?.x).toBe(65);
  });

  it("are none without points", () => {
    expect(readings([at()], 5, range, "linear", 1)).toBeNull();
  });
});

describe("nearestIndex", () => {
  it("measures distances as the axis shows them", () => {
    const x = Float64Array.of(1, 100);
    expect(nearestIndex(x, 30, "linear")).toBe(0);
    expect(nearestIndex(x, 30, "log")).toBe(1);
    expect(nearestIndex(x, -5, "linear")).toBe(0);
    expect(nearestIndex(x, 500, "linear")).toBe(1);
  });
});
