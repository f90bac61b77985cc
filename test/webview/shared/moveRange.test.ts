import { describe, expect, it } from "vitest";
import { scaleRange, shiftRange } from "../../../webview/shared/moveRange.ts";

const extent = { from: 1, to: 10_000 };

describe("scaleRange", () => {
  it("leaves the place that it zooms about where it is", () => {
    expect(scaleRange({ from: 100, to: 300 }, "linear", 0.5, 150, extent)).toEqual({ from: 125, to: 225 });
    const log = scaleRange({ from: 1, to: 10_000 }, "log", 0.5, 100, extent)!;
    expect(log.from).toBeCloseTo(10);
    expect(log.to).toBeCloseTo(1000);
  });

  it("is everything once it is as wide as that, and stays within it", () => {
    expect(scaleRange({ from: 100, to: 9000 }, "linear", 3, 5000, extent)).toBeNull();
    expect(scaleRange({ from: 2, to: 100 }, "linear", 2, 50, extent)?.from).toBe(1);
  });

  it("stops where numbers have no more digits", () => {
    const narrow = { from: 100, to: 100 + 1e-7 };
    expect(scaleRange(narrow, "linear", 0.5, 100, extent)).toEqual(narrow);
  });
});

describe("shiftRange", () => {
  it("moves by a share of the width, as far as there is something", () => {
    expect(shiftRange({ from: 100, to: 300 }, "linear", 0.5, extent)).toEqual({ from: 200, to: 400 });
    expect(shiftRange({ from: 100, to: 300 }, "linear", -5, extent)).toEqual({ from: 1, to: 201 });
    expect(shiftRange({ from: 9000, to: 9900 }, "linear", 1, extent)).toEqual({ from: 9100, to: 10_000 });
  });

  it("keeps its width on a log axis", () => {
    const moved = shiftRange({ from: 100, to: 1000 }, "log", -1, extent);
    expect(moved.from).toBeCloseTo(10);
    expect(moved.to).toBeCloseTo(100);
  });
});
