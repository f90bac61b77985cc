import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { CompareView } from "./compareView.ts";
import { stackSvg } from "./stackSvg.ts";
import { svgToPng } from "../shared/svgToPng.ts";
import { textExport } from "./textExport.ts";

/** What the panel can be exported as. */
export const exportChoices = [
  { kind: "csv", label: "Curves as CSV…" },
  { kind: "group-csv", label: "Means of Groups as CSV…" },
  { kind: "tests-csv", label: "Tests of Groups as CSV…" },
  { kind: "json", label: "Curves as JSON…" },
  { kind: "comparison-json", label: "Comparison as JSON…" },
  { kind: "svg", label: "Charts as SVG…" },
  { kind: "png", label: "Charts as PNG…" },
  { kind: "markdown", label: "Summary as Markdown…" },
  { kind: "clipboard", label: "Copy Summary as Markdown" },
] as const;

/** One of the things that the panel can be exported as. */
export type ExportKind = (typeof exportChoices)[number]["kind"];

/**
 * The request to the host that writes a file or fills the clipboard. Rejects where the browser cannot draw a picture.
 * @param curves the pictures of curves as SVG files, from above to below
 * @param timeline the clamps' timeline as SVG file; null where there are no clamps
 */
export async function exportRequest(
  kind: ExportKind,
  view: CompareView,
  curves: readonly string[],
  timeline: string | null,
): Promise<PanelRequest> {
  switch (kind) {
    case "csv":
    case "group-csv":
    case "tests-csv":
    case "json":
    case "comparison-json":
    case "markdown":
      return { kind: "save", ...textExport(kind, view) };
    case "clipboard":
      return { kind: "copy", text: textExport("markdown", view).content };
    case "svg":
      return { kind: "save", fileName: "comparison.svg", content: picture(curves, timeline) };
    case "png":
      return { kind: "save", fileName: "comparison.png", content: await svgToPng(picture(curves, timeline)) };
  }
}

/** All charts and the clamps below each other, in colours for paper. */
function picture(curves: readonly string[], timeline: string | null): string {
  return stackSvg([...curves, ...(timeline === null ? [] : [timeline])]);
}
