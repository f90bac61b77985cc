import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { figureCsv } from "../../../src/figures/figureCsv.ts";
import { tableCsv } from "../../../src/figures/tableCsv.ts";
import { verdictCsv } from "../../../src/figures/verdictCsv.ts";
import { readCsv } from "./readCsv.ts";
import { curvesPlot, heatPlot, marksPlot, sampleFigure } from "./sampleFigures.ts";

const csv = (plots: (typeof sampleFigure)["plots"]): string[][] =>
  readCsv(figureCsv({ ...sampleFigure, plots }));

describe("the CSV of a figure", () => {
  test("has a row for each point, with its band and whose it is, and nothing where there is no number", () => {
    const [head, ...rows] = csv([curvesPlot]);
    expect(head).toEqual(["plot", "series", "x", "y", "low", "high", "source"]);
    expect(rows).toHaveLength(5 + 2 + 2 + 2);
    expect(rows[1]).toEqual(["Loss", "train <a & b>", "100000", "1", "0.9", "1.2", "run"]);
    expect(rows[2]).toEqual(["Loss", "train <a & b>", "200000", "", "", "", "run"]);
    expect(rows.at(-1)).toEqual(["Loss", "class", "400000", "0.9", "", "", "paper"]);
  });

  test("has no columns that no plot needs", () => {
    expect(csv([marksPlot])[0]).toEqual(["plot", "series", "x", "y"]);
    expect(csv([heatPlot])[0]).toEqual(["plot", "row", "column", "value"]);
    expect(csv([heatPlot])[2]).toEqual(["Wiring", "L0H0", "L1H1", "0"]);
    expect(csv([marksPlot, heatPlot])[0]).toEqual(["plot", "series", "x", "y", "row", "column", "value"]);
  });

  test("tells plots with the same title apart", () => {
    const names = new Set(csv([marksPlot, marksPlot, { ...marksPlot, title: "" }]).map(([plot]) => plot));
    expect([...names]).toEqual(["plot", "Accuracy", "Accuracy (2)", "3"]);
  });

  test("gives back every number and name as it was", () => {
    const point = fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double());
    const name = fc.string().filter((text) => !/^[=+\-@\t\r]/.test(text));
    fc.assert(
      fc.property(name, fc.array(point), (label, points) => {
        const series = [{ label, slot: 0, x: points.map(([x]) => x), y: points.map(([, y]) => y) }];
        const rows = csv([{ ...marksPlot, series }]).slice(1);
        expect(rows).toEqual(
          points.map(([x, y]) => ["Accuracy", label, String(x), Number.isFinite(y) ? String(y) : ""]),
        );
      }),
    );
  });

  test("has no cell that a spreadsheet would compute", () => {
    const series = [{ label: "=1+1", slot: 0, x: [-1], y: [1] }];
    expect(csv([{ ...marksPlot, series }])[1]).toEqual(["Accuracy", "'=1+1", "-1", "1"]);
  });
});

test("verdicts are in words, one row each", () => {
  expect(readCsv(verdictCsv([sampleFigure]))).toEqual([
    ["figure", "seed", "statement", "paper", "measured", "verdict", "why"],
    ["fig0", "5", "It drops.", "yes", "yes, at 300k", "holds", ""],
    ["fig0", "", "It rises.", "no", "no", "does not hold", "A <plateau> instead."],
    ["fig0", "9", "Seed 9 too.", "not shown", "yes", "cannot be told", ""],
  ]);
});

test("a table is written with all of its numbers' digits", () => {
  expect(readCsv(tableCsv(sampleFigure.tables[0]!))).toEqual([
    ["head", "strength", "note"],
    ["L1H3", "0.8453", 'a "note", with a comma'],
    ["L1H6", "-0.104", ""],
  ]);
});
