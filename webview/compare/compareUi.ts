import {
  isNumber,
  isObject,
  readRange,
  readScale,
  readSortOrder,
  readText,
  readTexts,
} from "../shared/readKept.ts";
import { readGroupChoice, type GroupChoice } from "../shared/runUnits.ts";
import { readLayoutChoice, type LayoutChoice } from "./layout.ts";
import type { SortOrder } from "../shared/sortRows.ts";
import { readWeightRows, type WeightRows } from "./weightsPlot.ts";

/** Sections of the panel, each of which can be closed. */
export const sectionKeys = [
  "curves",
  "clamps",
  "values",
  "groups",
  "heads",
  "weights",
  "experiments",
] as const;

/** A section of the panel. */
export type SectionKey = (typeof sectionKeys)[number];

/** What the user has set in the Compare panel, kept over a reload of the window. */
export interface CompareUi {
  /** Id of a run; null: the first one. */
  readonly baseline: string | null;
  readonly align: "sequences" | "phase-change";
  /** Whether curves are drawn over each other or each in a small chart of its own. */
  readonly layout: LayoutChoice;
  /** How runs that were started together are shown; null: as it fits them. */
  readonly groups: GroupChoice | null;
  /** Ids of the paper's plots whose published curves are shown. */
  readonly paper: readonly string[];
  /** A chart for each, at least one. */
  readonly metrics: readonly string[];
  /** Of the moving average, 0 … 0.999; 0: none. */
  readonly smoothing: number;
  readonly xScale: "linear" | "log";
  readonly yScale: "linear" | "log";
  /** The part of the x-axis that is shown, in sequences; null: all. */
  readonly range: { readonly from: number; readonly to: number } | null;
  /** Where values are compared besides the end, in sequences, or in those since the phase change; null: nowhere. */
  readonly at: number | null;
  readonly sort: SortOrder | null;
  /** Columns of the table of values that are not shown. */
  readonly hiddenColumns: readonly string[];
  /** Keys of the groups that are tested against each other; null: the baseline's, and the first other one. */
  readonly groupA: string | null;
  readonly groupB: string | null;
  readonly groupSort: SortOrder | null;
  /** Whether groups are tested in each head, too. */
  readonly groupHeads: boolean;
  /** Id of the run whose weights are held against the baseline's; null: the first of the same seeds. */
  readonly weightsRun: string | null;
  readonly weightsRows: WeightRows;
  readonly closed: readonly SectionKey[];
}

/** What a new Compare panel shows. */
export const defaultCompareUi: CompareUi = {
  baseline: null,
  align: "sequences",
  layout: "automatic",
  groups: null,
  paper: [],
  metrics: ["relabel.inContextAccuracy"],
  smoothing: 0,
  xScale: "linear",
  yScale: "linear",
  range: null,
  at: null,
  sort: null,
  hiddenColumns: [],
  groupA: null,
  groupB: null,
  groupSort: null,
  groupHeads: false,
  weightsRun: null,
  weightsRows: "parameters",
  closed: [],
};

/** Most charts that a panel opens. */
export const maximumCharts = 12;

/** Strongest smoothing on offer. */
export const maximumSmoothing = 0.999;

/**
 * Reads what VS Code kept of a panel, which may be of another version, or damaged: whatever is not as expected becomes
 * its default.
 */
export function readCompareUi(kept: unknown): CompareUi {
  if (!isObject(kept)) return defaultCompareUi;
  const metrics = readTexts(kept["metrics"]).slice(0, maximumCharts);
  const closed = readTexts(kept["closed"]);
  const { range, sort, at, baseline, smoothing } = kept;
  return {
    baseline: readText(baseline),
    align: kept["align"] === "phase-change" ? "phase-change" : "sequences",
    layout: readLayoutChoice(kept["layout"]),
    groups: readGroupChoice(kept["groups"]),
    paper: readTexts(kept["paper"]),
    metrics: metrics.length > 0 ? metrics : defaultCompareUi.metrics,
    smoothing: isNumber(smoothing) && smoothing >= 0 ? Math.min(smoothing, maximumSmoothing) : 0,
    xScale: readScale(kept["xScale"]),
    yScale: readScale(kept["yScale"]),
    range: readRange(range),
    at: isNumber(at) ? at : null,
    sort: readSortOrder(sort),
    hiddenColumns: readTexts(kept["hiddenColumns"]),
    groupA: readText(kept["groupA"]),
    groupB: readText(kept["groupB"]),
    groupSort: readSortOrder(kept["groupSort"]),
    groupHeads: kept["groupHeads"] === true,
    weightsRun: readText(kept["weightsRun"]),
    weightsRows: readWeightRows(kept["weightsRows"]),
    closed: sectionKeys.filter((key) => closed.includes(key)),
  };
}
