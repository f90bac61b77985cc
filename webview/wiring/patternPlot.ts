import type { HeatPlot } from "../../src/figures/figure.ts";
import type { AttentionValue } from "../../src/measures/measureValues.ts";
import { tokenLabel } from "../shared/tokenLabel.ts";

/** What a head attends to as a plot; null where the measure has no such head. */
export function patternPlot(
  { tokens, heads }: Pick<AttentionValue, "tokens" | "heads">,
  head: string,
  isCausal: boolean,
): HeatPlot | null {
  const pattern = heads[head]?.pattern;
  if (pattern === undefined) return null;
  const labels = tokens.map(tokenLabel);
  return {
    kind: "heat",
    title: `Mean attention of ${head}`,
    rowTitle: "destination (query)",
    columnTitle: "source (key)",
    rows: labels,
    columns: labels,
    values: pattern.flat(),
    range: [0, 1],
    scale: "sequential",
    markedRow: labels.length - 1,
    ...(isCausal ? { missing: "above-diagonal" } : {}),
  };
}
