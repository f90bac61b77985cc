import { describe, expect, it } from "vitest";
import { chartSvg } from "../../../webview/shared/chartSvg.ts";
import { dataTable } from "../../../webview/shared/dataTable.ts";
import { plotModel } from "../../../webview/shared/plotModel.ts";
import { readings } from "../../../webview/shared/readings.ts";
import { readingText } from "../../../webview/shared/readingText.ts";
import { seriesLook } from "../../../webview/shared/seriesLook.ts";
import type { Series } from "../../../webview/shared/series.ts";
import { spreadOutline } from "../../../webview/shared/spreadOutline.ts";
import { paperPalette } from "../../../webview/shared/theme.ts";

const mean: Series = {
  ...{ key: "g", label: "group", slot: 0 },
  x: Float64Array.of(0, 50, 100),
  y: Float64Array.of(3, 2, 1),
  spread: {
    low: Float64Array.of(2, 1, 1),
    high: Float64Array.of(5, 3, 1),
    members: Float64Array.of(3, 3, 1),
  },
};
const reference: Series = {
  ...{ key: "p", label: "paper: train", slot: 0, isReference: true },
  x: Float64Array.of(0, 40, 1000),
  y: Float64Array.of(90, 50, 0),
};
const plainCurve: Series = { ...{ key: "r", label: "run", slot: 0 }, x: mean.x, y: mean.y };
const linear = { x: "linear", y: "linear" } as const;
const plain = { range: null, scales: linear, smoothing: 0, pixels: 500 };
const format = { x: String, y: String };

describe("the band around a mean", () => {
  it("is in view", () => {
    const { y } = plotModel({ ...plain, series: [mean] });
    expect(y.from).toBeLessThan(1);
    expect(y.to).toBeGreaterThan(5);
  });

  it("runs along the upper edge and back along the lower one, in a ring for each stretch without gaps", () => {
    const points = (y: readonly number[]) => ({
      ...{ of: y.length, isDecimated: false },
      x: Float64Array.from(y, (_, i) => i),
      y: Float64Array.from(y),
    });
    const rings = spreadOutline({ low: points([1, 2, Number.NaN, 3]), high: points([4, 5, Number.NaN, 6]) });
    expect(rings.map((ring) => ring.map(({ x, y }) => [x, y]))).toEqual([
      [
        [0, 4],
        [1, 5],
        [1, 2],
        [0, 1],
      ],
      [
        [3, 6],
        [3, 3],
      ],
    ]);
  });

  it("has the same gaps on both edges, thinned out and on a log axis", () => {
    const x = Float64Array.from({ length: 5000 }, (_, i) => i);
    const high = x.map((i) => (i % 1000 < 5 ? Number.NaN : 2 + Math.sin(i)));
    const low = high.map((y) => y - 1.5);
    const long = { ...mean, x, y: low, spread: { low, high, members: x } };
    for (const y of ["linear", "log"] as const) {
      const [line] = plotModel({ ...plain, series: [long], scales: { x: "linear", y }, pixels: 100 }).lines;
      const gaps = (of: Float64Array) => of.filter((value) => Number.isNaN(value)).length;
      expect(gaps(line!.spread!.low.y)).toBe(gaps(line!.spread!.high.y));
      expect(spreadOutline(line!.spread!)).toHaveLength(5);
    }
  });

  it("goes to the bottom of a log axis where it is not above 0, without stretching it", () => {
    const spread = { ...mean.spread!, low: Float64Array.of(-1, 1, 1) };
    const model = plotModel({
      ...plain,
      series: [{ ...mean, spread }],
      scales: { x: "linear", y: "log" },
    });
    expect(model.y.from).toBeGreaterThan(0.5);
    expect(model.lines[0]!.spread!.low.y[0]).toBe(Number.MIN_VALUE);
  });

  it("is in SVG files, in the picture and in the legend", () => {
    const model = plotModel({ ...plain, series: [mean] });
    const svg = chartSvg(model, {
      ...{ title: "", unit: "", xAxis: { title: "", format: String } },
      ...{ bands: [], markers: [], references: [] },
    });
    expect(svg).toMatch(
      /<path d="M64 [\d.]+L384 [\d.]+L704 [\d.]+L704 [\d.]+L384 [\d.]+L64 [\d.]+Z" fill="#0072b2" fill-opacity="0.2"/,
    );
    expect(svg).toMatch(/<rect [^>]*width="30" height="10" fill="#0072b2" fill-opacity="0.2"/);
  });

  it("is read with its mean, and with how many where those are fewer", () => {
    expect(readingText(mean, 0, 0, String)).toEqual({
      value: 3,
      text: "3 (2 to 5)",
      spoken: "mean 3, min 2, max 5",
    });
    expect(readingText(mean, 2, 100, String)?.text).toBe("1 (1 to 1, n = 1)");
    expect(readingText(mean, 2, 100, String)?.spoken).toBe("mean 1, min 1, max 1, of 1");
    expect(readingText(mean, -1, 100, String)).toBeNull();
  });

  it("has columns of its own in the table", () => {
    const { columns, rows } = dataTable([mean], { from: 0, to: 60 }, 200, "x", format);
    expect(columns).toEqual(["x", "group: mean", "min", "max", "of"]);
    expect(rows).toEqual([
      ["0", "3", "2", "5", "3"],
      ["50", "2", "1", "3", "3"],
    ]);
  });
});

describe("references", () => {
  it("do not stretch the axes, and it is said where they are out of view", () => {
    const model = plotModel({ ...plain, series: [mean, reference] });
    expect(model.x).toEqual({ from: 0, to: 100 });
    expect(model.y.to).toBeLessThan(6);
    expect(model.notes).toContain("Out of view: paper: train.");
  });

  it("are what axes show where they are alone", () => {
    const model = plotModel({ ...plain, series: [reference] });
    expect(model.x).toEqual({ from: 0, to: 1000 });
    expect(model.y.to).toBeGreaterThan(90);
    expect(model.notes).toEqual([]);
  });

  it("are never smoothed", () => {
    const { lines } = plotModel({ ...plain, series: [mean, reference], smoothing: 0.9 });
    expect(lines.map(({ smoothed }) => smoothed !== null)).toEqual([true, false]);
  });

  it("do not draw the crosshair, and are read on the line between their points", () => {
    const range = { from: 0, to: 100 };
    expect(readings([mean, reference], 41, range, "linear", 0.05)?.x).toBe(50);
    expect(readings([reference], 41, range, "linear", 0.05)?.x).toBe(40);
    expect(readingText(reference, -1, 20, String)).toEqual({ value: 70, text: "≈ 70", spoken: "about 70" });
    expect(readingText(reference, -1, 2000, String)).toBeNull();
  });

  it("are in the table at the places of curves", () => {
    const { rows } = dataTable([plainCurve, reference], { from: 0, to: 60 }, 9, "x", format);
    expect(rows.map(([x, , y]) => [x, y])).toEqual([
      ["0", "≈ 90"],
      ["50", `≈ ${50 - 500 / 960}`],
    ]);
  });

  it("are thin and dashed, and told apart from each other", () => {
    const look = (slot: number) => seriesLook({ slot, isReference: true }, paperPalette);
    expect(look(0).isThin).toBe(true);
    expect(look(0).dash.length).toBeGreaterThan(0);
    const all = Array.from({ length: 21 }, (_, slot) => JSON.stringify(look(slot)));
    expect(new Set(all).size).toBe(21);
    expect(seriesLook({ slot: 0 }, paperPalette).isThin).toBe(false);
  });
});
