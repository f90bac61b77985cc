import { defaultCompareUi, readCompareUi, type CompareUi } from "./compareUi.ts";

/** What says how one likes to compare. The rest is of the runs that are compared. */
const generalKeys = [
  "align",
  "layout",
  "groups",
  "metrics",
  "smoothing",
  "xScale",
  "yScale",
  "sort",
  "hiddenColumns",
  "groupSort",
  "groupHeads",
  "weightsRows",
  "closed",
] as const satisfies readonly (keyof CompareUi)[];

/** The choices of a panel that make sense for others, too. */
export function generalUi(ui: CompareUi): Partial<CompareUi> {
  return Object.fromEntries(generalKeys.map((key) => [key, ui[key]]));
}

/**
 * What a new panel begins with.
 * @param kept what `generalUi` has given, or anything
 * @param metrics that the runs have; where they have none of those that were chosen, charts are the usual ones
 */
export function newCompareUi(kept: unknown, metrics: ReadonlySet<string>): CompareUi {
  const general = generalUi(readCompareUi(kept));
  const known = general.metrics?.filter((metric) => metrics.has(metric)) ?? [];
  // Runs that were not evaluated yet may get any metric.
  const chosen = metrics.size === 0 ? general.metrics : known;
  return {
    ...defaultCompareUi,
    ...general,
    metrics: chosen !== undefined && chosen.length > 0 ? chosen : defaultCompareUi.metrics,
  };
}
