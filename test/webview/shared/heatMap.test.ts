import { describe, expect, it } from "vitest";
import { colourScale } from "../../../src/figures/colourScale.ts";
import { channels } from "../../../src/figures/channels.ts";
import type { HeatPlot } from "../../../src/figures/figure.ts";
import { cellValue } from "../../../webview/shared/cellValue.ts";
import { cellAfter } from "../../../webview/shared/heatKeys.ts";
import { heatPixels } from "../../../webview/shared/heatPixels.ts";
import { heatReading } from "../../../webview/shared/heatReading.ts";
import { heatTable } from "../../../webview/shared/heatTable.ts";

const wiring: HeatPlot = {
  kind: "heat",
  title: "Wiring",
  rowTitle: "layer-0 head",
  columnTitle: "layer-1 head",
  rows: ["L0H0", "L0H1"],
  columns: ["L1H0", "L1H1", "L1H2"],
  values: [-1, 0, 0.123456, 12, Number.NaN, -1.23456e-7],
  range: [-1, 1],
};
const attention: HeatPlot = {
  ...wiring,
  rows: ["a", "b", "c"],
  columns: ["a", "b", "c"],
  values: new Float64Array(9).fill(1),
  range: [0, 1],
  markedRow: 2,
  missing: "above-diagonal",
};

describe("a heat map's values in words", () => {
  it("are whole numbers in full and others with four digits", () => {
    expect([12, 0, -1, 0.123456, -1.23456e-7, 123_456, Number.NaN].map(cellValue)).toEqual([
      ...["12", "0", "−1", "0.1235", "−1.235e-7", "123456", "–"],
    ]);
  });

  it("name their row and column", () => {
    expect(heatReading(wiring, { row: 0, column: 2 })).toBe("L0H0, L1H2: 0.1235");
    expect(heatReading(wiring, { row: 0, column: 2 }, true)).toBe("L0H0, L1H2: 0.123456");
    expect(heatReading(wiring, { row: 0, column: 0 }, true)).toBe("L0H0, L1H0: −1");
    expect(heatReading(wiring, { row: 1, column: 1 })).toBe("L0H1, L1H1: not a number");
  });

  it("are a table with a cell for each, empty where there is none", () => {
    const { columns, rows } = heatTable(wiring);
    expect(columns).toEqual(["layer-0 head", "L1H0", "L1H1", "L1H2"]);
    expect(rows).toEqual([
      ["L0H0", "−1", "0", "0.1235"],
      ["L0H1", "12", "–", "−1.235e-7"],
    ]);
    expect(heatTable(attention).rows[1]).toEqual(["b", "1", "1", ""]);
  });
});

describe("keys in a heat map", () => {
  const after = (plot: HeatPlot, at: readonly [number, number] | null, key: string, isCtrl = false) => {
    const cell = cellAfter(plot, at && { row: at[0], column: at[1] }, key, isCtrl);
    return cell == null ? cell : [cell.row, cell.column];
  };

  it("go to the next cell, and no further than there are cells", () => {
    expect(after(wiring, [0, 0], "ArrowRight")).toEqual([0, 1]);
    expect(after(wiring, [0, 2], "ArrowRight")).toEqual([0, 2]);
    expect(after(wiring, [0, 2], "ArrowDown")).toEqual([1, 2]);
    expect(after(wiring, [0, 2], "ArrowUp")).toEqual([0, 2]);
    expect(after(wiring, [1, 1], "Home")).toEqual([1, 0]);
    expect(after(wiring, [1, 1], "End", true)).toEqual([1, 2]);
    expect(after(wiring, [1, 1], "Home", true)).toEqual([0, 0]);
  });

  it("begin at the marked row, choose nothing with Escape, and leave other keys alone", () => {
    expect(after(attention, null, "ArrowDown")).toEqual([2, 0]);
    expect(after(wiring, null, "ArrowDown")).toEqual([0, 0]);
    expect(after(wiring, [1, 1], "Escape")).toBeNull();
    expect(after(wiring, null, "Escape")).toBeUndefined();
    expect(after(wiring, [1, 1], "Tab")).toBeUndefined();
    expect(after(wiring, [1, 1], "ArrowLeft", true)).toBeUndefined();
    expect(after({ ...wiring, rows: [] }, null, "ArrowDown")).toBeUndefined();
  });

  it("never reach a cell that does not exist", () => {
    expect(after(attention, [1, 1], "ArrowRight")).toEqual([1, 1]);
    expect(after(attention, [1, 1], "ArrowUp")).toEqual([1, 1]);
    expect(after(attention, [1, 0], "End")).toEqual([1, 1]);
  });
});

describe("a tile's pixels", () => {
  const pixelsOf = (plot: HeatPlot, ground: "light" | "dark"): number[][] => {
    const pixels = heatPixels(plot, ground);
    return Array.from({ length: pixels.length / 4 }, (_, i) => [...pixels.slice(4 * i, 4 * i + 4)]);
  };

  it.each(["light", "dark"] as const)("have the colours of the scale on a %s ground", (ground) => {
    const colourOf = colourScale([-1, 1], "diverging", ground);
    const pixels = pixelsOf(wiring, ground);
    [0, 1, 2, 3, 5].forEach((cell) => {
      channels(colourOf(wiring.values[cell]!)!).forEach((channel, i) => {
        expect(Math.abs(pixels[cell]![i]! - channel)).toBeLessThanOrEqual(3);
      });
      expect(pixels[cell]![3]).toBe(255);
    });
  });

  it("are transparent without a number and without a cell", () => {
    expect(pixelsOf(wiring, "light")[4]).toEqual([0, 0, 0, 0]);
    expect(pixelsOf(attention, "light").map((pixel) => pixel[3])).toEqual([
      ...[255, 0, 0],
      ...[255, 255, 0],
      ...[255, 255, 255],
    ]);
  });
});
