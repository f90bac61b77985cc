import { describe, expect, it } from "vitest";
import { measureInfos } from "../../../../src/measures/measureInfo.ts";
import type { MeasureValues } from "../../../../src/measures/measureValues.ts";
import { measureMarkdown, type MeasuredRun } from "../../../../src/runs/comparison/measureMarkdown.ts";

const on = { set: "all", count: 78_400, exact: true } as const;
const strengths = (L1H0: number, L1H1: number): MeasureValues["induction"] => ({
  on,
  heads: { L1H0, L1H1 },
  strongest: L1H0 > L1H1 ? "L1H0" : "L1H1",
});
const run = (changes: Partial<MeasuredRun<"induction">> = {}): MeasuredRun<"induction"> => ({
  name: "base | 2",
  sequences: 1_000_000,
  clamps: "none",
  value: strengths(0.25, 0.75),
  under: null,
  ...changes,
});
const under = { clamps: "ablate L0H2", replaces: false, value: strengths(0.25, 0.5) };

describe("a measure as Markdown", () => {
  it("says what was measured, of which run, where, and under which clamps of its own", () => {
    const text = measureMarkdown("induction", measureInfos.induction, [run({ clamps: "L1H3 only" })]);
    expect(text).toContain("# Induction Strength\n\nHow much more the query attends");
    expect(text).toContain("## base \\| 2\n\nAt 1,000,000 sequences. The run's clamps there: L1H3 only.");
    expect(text).toContain("| L1 | 0.250 | 0.750 |");
    expect(text).not.toContain("→");
  });

  it("has numbers under other clamps beside those without, and equal ones once", () => {
    const text = measureMarkdown("induction", measureInfos.induction, [run({ under })]);
    expect(text).toContain("Right of the arrows: under ablate L0H2.");
    expect(text).toContain("| L1 | 0.250 | 0.750 → 0.500 |");
    const replaced = measureMarkdown("induction", measureInfos.induction, [
      run({ under: { ...under, replaces: true } }),
    ]);
    expect(replaced).toContain("under ablate L0H2, in the place of the run's own.");
  });

  it("tells titles that name what the numbers say", () => {
    const text = measureMarkdown("induction", measureInfos.induction, [
      run({ under: { ...under, value: strengths(0.25, 0.1) } }),
    ]);
    expect(text).toContain("strongest: L1H1 → ");
  });

  it("puts tables with other rows one after the other", () => {
    const value = (heads: readonly string[]): MeasureValues["add-back"] => ({
      on,
      layer: 1,
      none: { loss: 1, accuracy: 0.5 },
      order: heads.map((head) => ({ head, strength: 0.5 })),
      withStrongest: [],
      withoutStrongest: [],
    });
    const measured = {
      ...{ name: "base", sequences: 32, clamps: "none", value: value(["L1H0", "L1H1"]) },
      under: { ...under, value: value(["L1H1", "L1H0"]) },
    };
    const text = measureMarkdown("add-back", measureInfos["add-back"], [measured]);
    expect(text.indexOf("(before)")).toBeGreaterThan(0);
    expect(text.indexOf("(under the clamps)")).toBeGreaterThan(text.indexOf("(before)"));
    expect(text).not.toContain("→");
  });
});
