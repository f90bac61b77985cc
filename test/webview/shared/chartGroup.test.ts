import { describe, expect, it } from "vitest";
import { ChartGroup } from "../../../webview/shared/chartGroup.ts";

const xAxis = { title: "Sequences", format: String };

describe("ChartGroup", () => {
  it("follows new points of any chart until the user zooms, and again after a fit", () => {
    const group = new ChartGroup(xAxis);
    const [a, b] = [{}, {}];
    group.setExtent(a, { from: 0, to: 10 });
    group.setExtent(b, { from: 5, to: 20 });
    expect(group.extent).toEqual({ from: 0, to: 20 });
    group.range = { from: 2, to: 3 };
    group.setExtent(a, { from: 0, to: 30 });
    expect(group.range).toEqual({ from: 2, to: 3 });
    group.fit();
    expect(group.range).toBeNull();
    group.setExtent(a, null);
    expect(group.extent).toEqual({ from: 5, to: 20 });
  });

  it("takes no range without width", () => {
    const group = new ChartGroup(xAxis);
    for (const range of [
      { from: 3, to: 3 },
      { from: 4, to: 3 },
      { from: Number.NaN, to: 3 },
    ]) {
      group.range = range;
      expect(group.range).toBeNull();
    }
  });

  it("tells only of extents that have changed", () => {
    const group = new ChartGroup(xAxis);
    let told = 0;
    group.onDidChangeRange.on(() => told++);
    group.setExtent(group, { from: 0, to: 10 });
    group.setExtent(group, { from: 0, to: 10 });
    expect(told).toBe(1);
  });
});
