import { comparisonMarkdown } from "../../src/runs/comparison/comparisonMarkdown.ts";
import { curvesCsv } from "../../src/runs/comparison/curvesCsv.ts";
import { curvesJson } from "../../src/runs/comparison/curvesJson.ts";
import { groupCurvesCsv } from "../../src/runs/comparison/groupCurvesCsv.ts";
import { groupSummaries } from "../../src/runs/comparison/groupSummaries.ts";
import { groupTestsCsv } from "../../src/runs/comparison/groupTestsCsv.ts";
import { meanGroups } from "../../src/runs/comparison/meanGroups.ts";
import { chosenGroups } from "./chosenGroups.ts";
import type { CompareView } from "./compareView.ts";

/** What the panel can be exported as that is text. */
export type TextExportKind = "csv" | "group-csv" | "tests-csv" | "json" | "comparison-json" | "markdown";

/** A file of text: what is usual to call it, and what is in it. */
export interface TextExport {
  readonly fileName: string;
  readonly content: string;
}

/** What the panel shows as text. Groups are tested as they are in the panel: A against every other one. */
export function textExport(kind: TextExportKind, view: CompareView): TextExport {
  const { runs, comparison } = view;
  const tests = chosenGroups(view)?.tests ?? [];
  switch (kind) {
    case "csv":
      return { fileName: "comparison.csv", content: curvesCsv(runs) };
    case "group-csv":
      return { fileName: "comparison-groups.csv", content: groupCurvesCsv(meanGroups(runs)) };
    case "tests-csv":
      return { fileName: "comparison-tests.csv", content: groupTestsCsv(tests) };
    case "json":
      return { fileName: "comparison.json", content: curvesJson(runs) };
    case "comparison-json": {
      const groups = groupSummaries(meanGroups(runs), comparison);
      const all = { ...comparison, groups, groupTests: tests };
      return { fileName: "comparison-values.json", content: `${JSON.stringify(all, null, 1)}\n` };
    }
    case "markdown":
      return { fileName: "comparison.md", content: comparisonMarkdown(comparison, tests) };
  }
}
