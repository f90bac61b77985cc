import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Figure, LinePlot, Plot } from "../../../src/figures/figure.ts";
import { figureSvg } from "../../../src/figures/figureSvg.ts";
import { allElements, readXml, type XmlElement } from "./readXml.ts";
import { curvesPlot, heatPlot, marksPlot, sampleFigure } from "./sampleFigures.ts";
import { overlaps, textBoxes } from "./textBoxes.ts";

function draw(plots: readonly Plot[], more: Partial<Figure> = {}): XmlElement {
  return readXml(figureSvg({ ...sampleFigure, tables: [], plots, ...more }, "light"));
}

const named = (root: XmlElement, name: string): XmlElement[] =>
  allElements(root).filter((element) => element.name === name);
const ofClass = (root: XmlElement, name: string): XmlElement[] =>
  allElements(root).filter(({ attributes }) => attributes["class"] === name);
const texts = (root: XmlElement): string[] => named(root, "text").map(({ text }) => text);

/** The inside of a plot's axes, from the path that draws them. */
function areaOf(root: XmlElement) {
  const [, left, top, bottom, right] =
    /^M([\d.]+) ([\d.]+)V([\d.]+)H([\d.]+)$/.exec(ofClass(root, "axes")[0]!.attributes["d"]!) ?? [];
  return { left: Number(left), top: Number(top), bottom: Number(bottom), right: Number(right) };
}

/** The points of a path of straight lines; null where it is broken. */
function pointsOf(path: XmlElement): (readonly [number, number] | "gap")[] {
  return [...path.attributes["d"]!.matchAll(/([ML])([-\d.]+) ([-\d.]+)/g)].flatMap(([, kind, x, y], i) => {
    const point = [Number(x), Number(y)] as const;
    return kind === "M" && i > 0 ? ["gap" as const, point] : [point];
  });
}

const lines = (root: XmlElement): XmlElement[] =>
  ofClass(root, "curves").flatMap((curves) =>
    curves.children.filter(({ attributes }) => attributes["fill"] === "none"),
  );

describe("a plot of curves", () => {
  const root = draw([curvesPlot]);
  const area = areaOf(root);
  const at = (x: number, y: number): readonly [number, number] => [
    area.left + (x / 400_000) * (area.right - area.left),
    area.bottom - (y / 2) * (area.bottom - area.top),
  ];
  const near = (points: readonly (readonly [number, number] | "gap")[]): unknown[] =>
    points.map((point) =>
      point === "gap"
        ? "gap"
        : [expect.closeTo(point[0], 1) as unknown, expect.closeTo(point[1], 1) as unknown],
    );

  test("has its points where its axes say, and is broken where a value is missing", () => {
    const train = lines(root).find(({ attributes }) => attributes["stroke-width"] === "2.2")!;
    expect(pointsOf(train)).toEqual(
      near([at(0, 2), at(100_000, 1), "gap", at(300_000, 0.5), at(400_000, 0)]),
    );
  });

  test("writes ticks where they belong", () => {
    const tick = named(root, "text").find(({ text }) => text === "200k")!;
    expect(Number(tick.attributes["x"])).toBeCloseTo(at(200_000, 0)[0], 1);
    const one = named(root, "text").find(({ text }) => text === "1.0")!;
    expect(Number(one.attributes["y"]) - 4).toBeCloseTo(at(0, 1)[1], 1);
  });

  test("draws the paper's own curves under the others, thin and dashed, in the colour of the same slot", () => {
    const drawn = lines(root);
    const [first, second, train, klass] = drawn;
    expect(drawn).toHaveLength(4);
    expect(first!.attributes["stroke"]).toBe(train!.attributes["stroke"]);
    expect(second!.attributes["stroke"]).toBe(klass!.attributes["stroke"]);
    expect(train!.attributes["stroke"]).not.toBe(klass!.attributes["stroke"]);
    for (const paper of [first!, second!]) {
      expect(Number(paper.attributes["stroke-width"])).toBeLessThan(
        Number(train!.attributes["stroke-width"]),
      );
      expect(paper.attributes["stroke-dasharray"]).toBe("4 3");
    }
    expect(train!.attributes["stroke-dasharray"]).toBeUndefined();
    expect(klass!.attributes["stroke-dasharray"]).toBeDefined();
  });

  test("has one entry in the legend for each curve and one for all of the paper's", () => {
    const entries = ofClass(root, "legend-entry").map((entry) => texts(entry)[0]);
    expect(entries).toEqual(["train <a & b>", "class", "dashed thin: the paper's own curve"]);
  });

  test("tells the colour of a curve of the paper that nothing was measured for", () => {
    const series = curvesPlot.series.filter(({ isReference, slot }) => isReference === true || slot === 0);
    const entries = ofClass(draw([{ ...curvesPlot, series }]), "legend-entry").map(
      (entry) => texts(entry)[0],
    );
    expect(entries).toEqual(["train <a & b>", "class", "dashed thin: the paper's own curve"]);
  });

  test("draws a line across at a reference, with its name at its height beside the plot", () => {
    const [line] = ofClass(root, "reference");
    const height = at(0, Math.LN2)[1];
    const [, left, y, right] = /^M([\d.]+) ([\d.]+)H([\d.]+)$/.exec(line!.attributes["d"]!) ?? [];
    expect([left, right].map(Number)).toEqual([area.left, area.right]);
    expect(Number(y)).toBeCloseTo(height, 1);
    const name = named(root, "text").find(({ text }) => text === "ln 2")!;
    expect(Number(name.attributes["x"])).toBeGreaterThan(area.right);
    expect(Number(name.attributes["y"])).toBeCloseTo(height + 4, 1);
  });

  test("fills a band between its lowest and highest, in two parts where one value is missing", () => {
    const [curves] = ofClass(root, "curves");
    const bands = curves!.children.filter(({ attributes }) => attributes["fill-opacity"] !== undefined);
    expect(bands.map((band) => pointsOf(band))).toEqual([
      near([at(0, 2), at(100_000, 1.2), at(100_000, 0.9), at(0, 1.8)]),
      near([at(300_000, 0.6), at(400_000, 0.1), at(400_000, 0), at(300_000, 0.4)]),
    ]);
  });

  test("has decades on a log scale and leaves out what is not above 0", () => {
    const plot: LinePlot = {
      ...curvesPlot,
      yScale: "log",
      yRange: [0.001, 10],
      series: [{ label: "a", x: [0, 1, 2, 3], y: [10, 0, 0.1, 0.001], slot: 0 }],
      xRange: [0, 3],
    };
    const drawn = draw([plot]);
    const { top, bottom, left, right } = areaOf(drawn);
    const middle = left + ((right - left) * 2) / 3;
    expect(pointsOf(lines(drawn)[0]!)).toEqual(
      near([[left, top], "gap", [middle, (top + bottom) / 2], [right, bottom]]),
    );
    expect(texts(drawn)).toEqual(expect.arrayContaining(["0.001", "0.01", "0.1", "1", "10"]));
  });

  test("is cut at its axes, and says so where it has nothing to show", () => {
    const [curves] = ofClass(root, "curves");
    expect(Number(curves!.attributes["x"])).toBe(area.left);
    expect(Number(curves!.attributes["width"])).toBeCloseTo(area.right - area.left, 1);
    expect(texts(draw([{ ...curvesPlot, series: [] }]))).toContain("no data");
  });
});

test("marks are at their points, whole at the edge, each of its own form", () => {
  const root = draw([marksPlot]);
  const area = areaOf(root);
  const marks = allElements(ofClass(root, "plot")[0]!).filter(
    ({ attributes }) => attributes["stroke-width"] === "0.8",
  );
  const [circle, triangle, square] = marks.map(({ attributes }) => attributes["d"]!);
  const middle = (area.left + area.right) / 2;
  expect(circle).toMatch(/a4\.5 4\.5/);
  expect(Number(/^M([\d.]+)/.exec(circle!)![1]) + 4.5).toBeCloseTo(middle, 1);
  expect(Number(/^M[\d.]+ ([\d.]+)/.exec(circle!)![1])).toBeCloseTo(
    area.bottom - (area.bottom - area.top) / 4,
    1,
  );
  expect(Number(/^M([\d.]+)/.exec(triangle!)![1])).toBeCloseTo(middle, 1);
  expect(Number(/^M[\d.]+ ([\d.]+)/.exec(triangle!)![1])).toBeLessThan(area.top);
  expect(square).toMatch(/H[\d.]+V[\d.]+H[\d.]+Z$/);
});

describe("a matrix", () => {
  const cells = ofClass(draw([heatPlot]), "cell");

  test("has a cell for each value, in rows and columns", () => {
    const places = cells.map(({ attributes }) => [Number(attributes["x"]), Number(attributes["y"])] as const);
    expect(cells).toHaveLength(6);
    expect(new Set(places.slice(0, 3).map(([, y]) => y)).size).toBe(1);
    expect(places[3]![0]).toBe(places[0]![0]);
    expect(places[3]![1]).toBeGreaterThan(places[0]![1]);
    expect(cells[2]!.children[0]!.text).toBe("L0H0, L1H2: 1");
  });

  test("has white in the middle of a range around 0, the end's colour outside, and none without a number", () => {
    const fills = cells.map(({ attributes }) => attributes["fill"]);
    expect(fills[1]).toBe("#f7f7f7");
    expect(fills[0]).toBe("#2166ac");
    expect(fills[5]).toBe(fills[2]);
    expect(fills[4]).toBe("none");
  });

  test("has its values in the cells where they have room, and a bar with the range", () => {
    expect(texts(draw([heatPlot]))).toEqual(expect.arrayContaining(["−1.00", "0.50", "9.00", "−1.0", "1.0"]));
    const many = Array.from({ length: 60 }, (_, i) => `column ${i}`);
    const crowded = { ...heatPlot, columns: many, values: new Float64Array(120).fill(0.25) };
    expect(texts(draw([crowded]))).not.toContain("0.25");
  });
});

test("a table stands under the plots, with its numbers and a dash for what is missing", () => {
  const root = readXml(figureSvg(sampleFigure, "light"));
  const [table] = ofClass(root, "table");
  expect(texts(table!)).toEqual([
    ...["Strengths", "head", "strength", "note"],
    ...["L1H3", "0.845", 'a "note", with a comma', "L1H6", "−0.104", "–"],
  ]);
  const top = (element: XmlElement): number =>
    Number(/translate\([\d.]+ ([\d.]+)\)/.exec(element.attributes["transform"]!)![1]);
  expect(top(ofClass(root, "table-place")[0]!)).toBeGreaterThan(Math.max(...ofClass(root, "plot").map(top)));
});

test("plots stand side by side on one line, as many as the figure says", () => {
  const places = (columns: number): string[] =>
    ofClass(draw([curvesPlot, marksPlot, heatPlot], { plotColumns: columns }), "plot").map(
      ({ attributes }) => attributes["transform"]!,
    );
  expect(new Set(places(3).map((place) => place.split(" ")[1])).size).toBe(1);
  expect(new Set(places(1).map((place) => place.split(" ")[0])).size).toBe(1);
  expect(new Set(places(2).map((place) => place.split(" ")[1])).size).toBe(2);
});

test("a figure has a name and is told in words", () => {
  const root = readXml(figureSvg(sampleFigure, "dark"));
  expect(root.attributes).toMatchObject({ role: "img", "aria-label": sampleFigure.title });
  const [title, description] = root.children;
  expect(title).toMatchObject({ name: "title", text: sampleFigure.title });
  expect(description!.text).toContain("class: from 1.500 at 0 to 1 at 400k.");
  expect(description!.text).toContain("Highest: 9 for L0H1, L1H2. Lowest: −1 for L0H0, L1H0.");
});

test("texts never overlap and are never cut, whatever they say", () => {
  const label = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 90 }),
    fc.constantFrom("only L1H3", "a very long name that goes on and on ".repeat(4), "τ = 0.5", "\u0007<&>"),
  );
  const value = fc.oneof(fc.double({ min: -2, max: 3, noNaN: false }), fc.constantFrom(0, 1e6, -1e-7));
  const points = fc.array(value, { maxLength: 6 });
  const series = fc.record({
    label,
    x: points,
    y: points,
    slot: fc.nat(80),
    look: fc.constantFrom("line" as const, "circle" as const, "square" as const),
    isReference: fc.boolean(),
  });
  const linePlot = fc.record({
    kind: fc.constant("lines" as const),
    title: label,
    xTitle: label,
    yTitle: label,
    yScale: fc.constantFrom("linear" as const, "log" as const),
    series: fc.array(series, { maxLength: 9 }),
    references: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), label }), {
      maxLength: 4,
    }),
  });
  const heat = fc
    .record({
      rows: fc.array(label, { minLength: 1, maxLength: 50 }),
      columns: fc.array(label, { minLength: 1, maxLength: 30 }),
      title: label,
      to: fc.constantFrom(1, 0.2, 30_000),
      isDiverging: fc.boolean(),
    })
    .map(({ rows, columns, title, to, isDiverging }) => ({
      ...{ kind: "heat" as const, title, rowTitle: title, columnTitle: title, rows, columns },
      values: rows.flatMap((_, r) => columns.map((_, c) => Math.sin(r * 3 + c) * to)),
      range: [isDiverging ? -to : 0, to] as const,
    }));
  const table = fc.record({
    title: label,
    columns: fc.constant(["a", "a longer name", "numbers"]),
    rows: fc.array(fc.tuple(label, label, fc.double({ noNaN: true, min: -5, max: 5 })), { maxLength: 4 }),
  });
  const figure = fc.record({
    title: label,
    plots: fc.array(fc.oneof(linePlot, heat), { maxLength: 4 }),
    plotColumns: fc.integer({ min: 1, max: 4 }),
    tables: fc.array(table, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(figure, (some) => {
      const root = readXml(figureSvg({ ...sampleFigure, ...some }, "light"));
      const boxes = textBoxes(root).filter(({ text }) => text.trim() !== "");
      expect(overlaps(boxes)).toEqual([]);
      const [width, height] = [Number(root.attributes["width"]), Number(root.attributes["height"])];
      const outside = boxes.filter(
        ({ left, right, top, bottom }) => left < 0 || top < 0 || right > width + 0.5 || bottom > height,
      );
      expect(outside).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
