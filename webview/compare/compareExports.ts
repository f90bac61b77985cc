import { comparisonMarkdown } from "../../src/runs/comparison/comparisonMarkdown.ts";
import { curvesCsv } from "../../src/runs/comparison/curvesCsv.ts";
import { curvesJson } from "../../src/runs/comparison/curvesJson.ts";
import { groupCurvesCsv } from "../../src/runs/comparison/groupCurvesCsv.ts";
import { meanGroups } from "../../src/runs/comparison/meanGroups.ts";
import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { LineChart } from "../shared/lineChart.ts";
import type { CompareView } from "./compareView.ts";
import { stackSvg } from "./stackSvg.ts";
import { svgToPng } from "./svgToPng.ts";

/** What the panel can be exported as. */
export const exportChoices = [
  { kind: "csv", label: "Curves as CSV…" },
  { kind: "group-csv", label: "Means of Groups as CSV…" },
  { kind: "json", label: "Curves as JSON…" },
  { kind: "svg", label: "Charts as SVG…" },
  { kind: "png", label: "Charts as PNG…" },
  { kind: "markdown", label: "Summary as Markdown…" },
  { kind: "clipboard", label: "Copy Summary as Markdown" },
] as const;

/** One of the things that the panel can be exported as. */
export type ExportKind = (typeof exportChoices)[number]["kind"];

/**
 * The request to the host that writes a file or fills the clipboard. Rejects where the browser cannot draw a picture.
 * @param timeline the clamps' timeline as SVG file; null where there are no clamps
 */
export async function exportRequest(
  kind: ExportKind,
  view: CompareView,
  charts: readonly LineChart[],
  timeline: string | null,
): Promise<PanelRequest> {
  const { runs, comparison } = view;
  switch (kind) {
    case "csv":
      return { kind: "save", fileName: "comparison.csv", content: curvesCsv(runs) };
    case "group-csv":
      return { kind: "save", fileName: "comparison-groups.csv", content: groupCurvesCsv(meanGroups(runs)) };
    case "json":
      return { kind: "save", fileName: "comparison.json", content: curvesJson(runs) };
    case "svg":
      return { kind: "save", fileName: "comparison.svg", content: picture(charts, timeline) };
    case "png":
      return { kind: "save", fileName: "comparison.png", content: await svgToPng(picture(charts, timeline)) };
    case "markdown":
      return { kind: "save", fileName: "comparison.md", content: comparisonMarkdown(comparison) };
    case "clipboard":
      return { kind: "copy", text: comparisonMarkdown(comparison) };
  }
}

/** All charts and the clamps below each other, in colours for paper. */
function picture(charts: readonly LineChart[], timeline: string | null): string {
  return stackSvg([...charts.map((chart) => chart.exportSvg()), ...(timeline === null ? [] : [timeline])]);
}
