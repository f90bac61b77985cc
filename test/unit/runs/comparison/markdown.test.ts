import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../../src/runs/comparison/compareRuns.ts";
import { comparisonMarkdown } from "../../../../src/runs/comparison/comparisonMarkdown.ts";
import { toCurves } from "../../../../src/runs/comparison/curves.ts";
import { markdownCode, markdownTable, markdownText } from "../../../../src/runs/comparison/markdown.ts";
import { runMarkdown } from "../../../../src/runs/comparison/runMarkdown.ts";
import { sampleMetrics, sampleStatus } from "../runFixtures.ts";
import { curvesOf, eventsOf, recordOf, runOf } from "./sampleRuns.ts";

const clamp = { kind: "ablate", heads: ["L1H3"] };

/** Every table must have as many cells in each row as in its head. */
function expectTables(markdown: string, count: number): void {
  const tables = markdown.split("\n\n").filter((part) => part.startsWith("|"));
  expect(tables).toHaveLength(count);
  for (const table of tables) {
    const widths = table
      .trim()
      .split("\n")
      .map((row) => row.split(/(?<!\\)\|/).length);
    expect(new Set(widths).size, table).toBe(1);
  }
}

describe("comparisonMarkdown", () => {
  const a = runOf({
    curves: curvesOf([0, 32], {
      "train.loss": [2, 0.1],
      "train.accuracy": [0.2, 0.99],
      "L0H0.previousToken": [0, 0.25],
      "L0H1.previousToken": [0, 0.5],
      "L1H3.induction": [0, 0.875],
    }),
  });
  const b = runOf({
    id: "b",
    name: "a|b *c*",
    record: recordOf({ clamps: [clamp], data: { classes: [50, 1423, 100] } }),
    curves: curvesOf([0, 5000], { "train.loss": [2, 0.2], "L1H3.induction": [0, Number.NaN] }),
    state: "stopped",
  });

  it("tells of the runs, in what they differ, and their strongest heads", () => {
    const text = comparisonMarkdown(compareRuns([a, b], { baseline: "a", align: "sequences", at: null }));
    expectTables(text, 3);
    for (const line of [
      "## Comparison of 2 runs",
      "| run | state | clamps | phase change | shift | sequences | Train loss | Train accuracy |",
      "| base | running | none | 32 | 0 | 32 | 0.100 | 0.990 |",
      "| a\\|b \\*c\\* | stopped | no L1H3 | 5,000 | +4,968 | 5,000 | 0.200 | – |",
      "| `data.classes` | `[50,1473,100]` | `[50,1423,100]` |",
      "| `clamps[0]` | – | `ablate L1H3` |",
      "| base | L0H1 0.500, L0H0 0.250 | L1H3 0.875 |",
      "| a\\|b \\*c\\* | – | – |",
    ])
      expect(text.split("\n")).toContain(line);
  });

  it("has the chosen place", () => {
    const text = comparisonMarkdown(compareRuns([a, b], { baseline: "a", align: "phase-change", at: -20 }));
    expect(text).toContain("### At 20 sequences before each phase change\n");
    expect(text).toContain("| base | 0 | 2.000 | 0.200 |\n");
    expectTables(text, 4);
  });

  it("of equal experiments says so", () => {
    const text = comparisonMarkdown(compareRuns([a, a], { baseline: "a", align: "sequences", at: null }));
    expect(text).toContain("### Differences of the experiments\n\nNone.\n");
  });
});

describe("runMarkdown", () => {
  it("tells what a run is and what came of it", () => {
    const text = runMarkdown(
      runOf({
        id: "2026-03-01-142530-base-7f3a",
        name: "base · seed 6",
        state: "stopped",
        record: recordOf(
          { seeds: { init: 6 }, clamps: [clamp] },
          { experimentFile: "/home/me/base.opto.json" },
        ),
        status: sampleStatus({ phaseChange: 320, reason: "interrupted" }),
        curves: toCurves([sampleMetrics(640)]),
        events: eventsOf(
          { kind: "clamp-on", sequences: 0, id: "0", clamp },
          {
            kind: "clamp-measured",
            sequences: 32,
            id: "0",
            clamp,
            deviation: 0,
            sites: ["blocks.1.attn.hook_v"],
          },
        ),
      }),
    );
    expectTables(text, 4);
    for (const line of [
      "## base · seed 6",
      "- Experiment: base (`base.opto.json`), hash `0123456789abcdef`",
      "- State: stopped, 640 of 1,000 sequences (interrupted)",
      "- Phase change: at 320 sequences",
      "- Run folder: `2026-03-01-142530-base-7f3a`",
      "| `clamps[0]` | `ablate L1H3` | – |",
      "| `seeds.init` | `6` | `5` |",
      "### At 640 sequences",
      "| train | 0.700 | 0.500 | 0.750 | 0.250 | 0.400 | 0.600 |",
      "| class | 641.000 | 0.500 | 0.750 | 0.250 | 0.400 | 0.600 |",
      "| previous token | L0H0 0.900 |",
      "| induction | L1H3 0.100 |",
      "| ablate L1H3 | on | 0 – | max deviation 0 at 32 (`blocks.1.attn.hook_v`) |",
    ])
      expect(text.split("\n")).toContain(line);
    expect(text).toMatch(
      /^- Made 2026-03-01T14:25:30.000Z by Optoscope 0.1.0 with wasm simd128, Node 20.0.0, on linux/m,
    );
    expect(text).not.toContain("/home/me");
  });

  it("of a run that has not begun is short", () => {
    const text = runMarkdown(runOf({ state: "queued" }));
    expect(text).toContain("- State: queued, 0 of 1,000,000 sequences\n- Phase change: none\n");
    expect(text).toContain("Every key has its default.\n\nNot evaluated yet.\n");
  });
});

describe("any text", () => {
  it("shows as it is", () => {
    expect(markdownText("a_b|<c>\n# d")).toBe("a\\_b\\|\\<c\\> \\# d");
    expect(markdownCode("a`b|c\n")).toBe("``a`b\\|c ``");
    expect(markdownCode("``")).toBe("``` `` ```");
  });

  it("stands in tables, numbers to the right", () => {
    expect(markdownTable(["a", "b"], [["1", "2"]], 1)).toBe("| a | b |\n| --- | ---: |\n| 1 | 2 |");
  });
});
