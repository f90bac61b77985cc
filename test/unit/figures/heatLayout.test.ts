import { describe, expect, test } from "vitest";
import { colourScale, inkOn } from "../../../src/figures/colourScale.ts";
import { channels } from "../../../src/figures/channels.ts";
import { contrast } from "../../../src/figures/contrast.ts";
import type { HeatPlot } from "../../../src/figures/figure.ts";
import { figurePalettes } from "../../../src/figures/figurePalette.ts";
import { figureCsv } from "../../../src/figures/figureCsv.ts";
import { heatCsv } from "../../../src/figures/heatCsv.ts";
import { heatLayout } from "../../../src/figures/heatLayout.ts";
import { plotDescription } from "../../../src/figures/plotDescription.ts";
import { plotSvg } from "../../../src/figures/plotSvg.ts";
import { allElements, readXml } from "./readXml.ts";
import { sampleFigure } from "./sampleFigures.ts";
import { overlaps, textBoxes } from "./textBoxes.ts";

const names = ["exemplar", "label", "query"];
const whole: HeatPlot = {
  kind: "heat",
  title: "Attention of L1H3 at 100,000 sequences",
  rowTitle: "query",
  columnTitle: "key",
  rows: names,
  columns: names,
  values: [1, 7, 7, 0.25, 0.75, 7, 0.1, Number.NaN, 0.9],
  range: [0, 1],
  markedRow: 2,
};
const attention: HeatPlot = { ...whole, missing: "above-diagonal" };
const frame = { width: 520, areaHeight: 300, titleLines: 1 };
const palette = figurePalettes.light;

describe("a matrix without the cells above its diagonal", () => {
  const layout = heatLayout(attention, frame, palette);

  test("has no cell, no line of a table and no word for what does not exist", () => {
    expect(layout.cells.map(({ row, column }) => `${row}${column}`)).toEqual([
      ...["00", "10", "11", "20", "21", "22"],
    ]);
    expect(heatCsv(attention).split("\r\n")).toEqual([
      "row,column,value",
      "exemplar,exemplar,1",
      "label,exemplar,0.25",
      "label,label,0.75",
      "query,exemplar,0.1",
      "query,label,",
      "query,query,0.9",
      "",
    ]);
    expect(figureCsv({ ...sampleFigure, plots: [attention] })).not.toContain(",7");
    expect(plotDescription(attention)).toContain("Highest: 1 for exemplar, exemplar.");
  });

  test("is outlined in steps, so that a cell as light as the page is seen", () => {
    const { left, top, right, cellWidth, cellHeight, bottom } = layout.grid;
    const places = layout.outline!.map((place) => place.join());
    expect(places).toContain([left + cellWidth, top + cellHeight].join());
    expect(places).toContain([right, bottom].join());
    expect(places).not.toContain([right, top].join());
    expect(heatLayout(whole, frame, palette).outline).toBeNull();
  });

  test("marks a row from its first cell to its last that exists", () => {
    const { left, top, cellWidth, cellHeight } = layout.grid;
    const at = (markedRow: number) => heatLayout({ ...attention, markedRow }, frame, palette).mark;
    expect(at(1)).toEqual({ x: left, y: top + cellHeight, width: 2 * cellWidth, height: cellHeight });
    expect(at(3)).toBeNull();
  });
});

describe("what is not a number", () => {
  test("has a dash and no colour; hatching where there is no room for the dash", () => {
    const cell = (width: number) =>
      heatLayout(attention, { ...frame, mostCell: { width, height: width } }, palette).cells[4]!;
    expect(cell(40)).toMatchObject({ fill: null, hatch: [], text: { text: "–" } });
    expect(cell(8)).toMatchObject({ fill: null, text: null });
    expect(cell(8).hatch.length).toBeGreaterThan(1);
    for (const [x1, y1, x2, y2] of cell(8).hatch) {
      for (const x of [x1, x2]) expect(Math.abs(x - cell(8).x - 3.5)).toBeLessThanOrEqual(3.5);
      for (const y of [y1, y2]) expect(Math.abs(y - cell(8).y - 3.5)).toBeLessThanOrEqual(3.5);
    }
  });
});

describe("a diverging scale", () => {
  test("has its middle at 0 wherever the range ends, as the bar beside it tells", () => {
    const plot = { ...attention, values: new Float64Array(9), range: [-0.5, 1], scale: "diverging" } as const;
    expect(heatLayout(plot, frame, palette).cells[0]!.fill).toBe("#f7f7f7");
    expect(heatLayout({ ...plot, scale: "sequential" }, frame, palette).cells[0]!.fill).not.toBe("#f7f7f7");
    const { bar } = heatLayout(plot, frame, palette);
    expect(bar[0]!.fill).toMatch(/^#b[0-9a-f]1[0-9a-f]2/);
    expect(colourScale([-0.5, 1], "diverging")(-0.5)).toBe(colourScale([-1, 1])(-0.5));
  });

  test("on a dark ground is dark at 0 and gets lighter on both sides, in other hues", () => {
    const colourOf = colourScale([-1, 1], "diverging", "dark");
    const luminance = (value: number): number => contrast(channels(colourOf(value)!), [0, 0, 0]);
    const shares = Array.from({ length: 51 }, (_, i) => i / 50);
    for (const sign of [1, -1]) {
      const side = shares.map((share) => luminance(sign * share));
      expect(side).toEqual([...side].sort((a, b) => a - b));
    }
    const [low, high] = [channels(colourOf(-0.8)!), channels(colourOf(0.8)!)];
    expect(low[2]).toBeGreaterThan(low[0]);
    expect(high[0]).toBeGreaterThan(high[2]);
    for (const share of shares) {
      const colour = colourOf(2 * share - 1)!;
      expect(contrast(channels(inkOn(colour)), channels(colour))).toBeGreaterThanOrEqual(4.5);
    }
    const dark = heatLayout({ ...attention, values: new Float64Array(9), range: [-1, 1] }, frame, {
      ...palette,
      ground: "dark",
    });
    expect(dark.cells[0]!.fill).toBe(colourOf(0));
    expect(dark.bar.some(({ fill }) => fill === colourOf(1 / 48))).toBe(true);
  });
});

test("a plot alone is a picture with all of its texts whole and apart, its row marked, and words", () => {
  const root = readXml(plotSvg(attention, "dark"));
  const boxes = textBoxes(root);
  expect(boxes.map(({ text }) => text)).toEqual(
    expect.arrayContaining([attention.title, "query", "key", "0.25", "–"]),
  );
  expect(overlaps(boxes)).toEqual([]);
  const height = Number(root.attributes["height"]);
  expect(boxes.every(({ left, top, bottom }) => left >= 0 && top >= 0 && bottom <= height)).toBe(true);
  const classes = allElements(root).map(({ attributes }) => attributes["class"]);
  expect(classes).toContain("marked-row");
  expect(classes.filter((name) => name === "cell")).toHaveLength(6);
  expect(root.attributes["aria-label"]).toBe(attention.title);
});
