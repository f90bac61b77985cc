import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseReferenceCsv } from "../../../src/paper/parseReferenceCsv.ts";
import { referenceCurves, referenceIds } from "../../../src/paper/referenceCurves.ts";
import { UserError } from "../../../src/userError.ts";

const parse = (text: string) => parseReferenceCsv(text, "x.csv");

describe("the paper's curves", () => {
  test("are all there and can be read", () => {
    const files = readdirSync("media/paper-curves").filter((name) => name.endsWith(".csv"));
    expect(referenceIds()).toHaveLength(files.length);
    expect(referenceIds()).toEqual(expect.arrayContaining(["fig3a-loss", "fig5b-loss", "fig8-loss"]));
    for (const id of referenceIds()) {
      for (const { label, x, y } of referenceCurves(id)) {
        expect(label).not.toBe("");
        expect(y).toHaveLength(x.length);
        expect(x.length).toBeGreaterThan(25);
      }
      // Single curves may be hidden behind others from end to end, as some of Figure 6 are.
      expect(referenceCurves(id).some(({ y }) => y.some(Number.isFinite))).toBe(true);
    }
  });

  test("say what the paper says", () => {
    const at = (id: string, label: string, sequences: number): number => {
      const { x, y } = referenceCurves(id).find((curve) => curve.label === label)!;
      return y[x.indexOf(sequences)]!;
    };
    expect(at("fig3a-loss", "train", 300_000)).toBeCloseTo(0.2, 1);
    expect(at("fig3a-loss", "train", 0)).toBeNaN();
    expect(at("fig5b-loss", "perfect-layer-0", 10_000)).toBe(1.629);
    expect(at("fig3b-induction-strength", "L1H3", 1_000_000)).toBeCloseTo(0.845, 1);
    expect(referenceCurves("fig8-loss").map(({ label }) => label)).toEqual([
      "none",
      "L0H2",
      "L0H6",
      "L0H1,2,5",
      "all L0",
    ]);
  });

  test("have no number where none could be read off the figure", () => {
    const { x, y } = referenceCurves("fig3a-loss")[0]!;
    expect([...x.slice(0, 2)]).toEqual([0, 20_000]);
    expect([...y.slice(0, 2)]).toEqual([Number.NaN, 0.973]);
  });

  test("an unknown name is a problem that names those there are", () => {
    expect(() => referenceCurves("fig99")).toThrow(UserError);
    expect(() => referenceCurves("../paper-curves/fig3a-loss")).toThrow(/fig5b-loss/);
  });
});

describe("reading curves", () => {
  test("takes columns by their names, and nothing for a number that is missing", () => {
    const [a, b] = parse('n,"a ""x"", y",b\n0,,1e-3\r\n5,-2,\n');
    expect(a).toEqual({ label: 'a "x", y', x: Float64Array.of(0, 5), y: Float64Array.of(Number.NaN, -2) });
    expect([...b!.y]).toEqual([0.001, Number.NaN]);
  });

  test.each([
    ["", "line 1"],
    ["n\n0\n", "line 1"],
    ["n,a,a\n0,1,2\n", "same name"],
    ["n,a,\n0,1,2\n", "without a name"],
    ["n,a\n0,1\n2\n", "line 3"],
    ["n,a\n0,1,2\n", "line 2"],
    ["n,a\n0,x\n", 'not "x"'],
    ["n,a\n,1\n", "as n"],
    ["n,a\n0,NaN\n", "as a"],
    ["n,a\n0, 1\n", "as a"],
    ["n,a\n5,1\n5,1\n", "not greater"],
    ['n,"a\n0,1\n', "line 1"],
  ])("refuses %j", (text, problem) => {
    expect(() => parse(text)).toThrow(UserError);
    expect(() => parse(text)).toThrow(problem);
    expect(() => parse(text)).toThrow("x.csv");
  });
});
