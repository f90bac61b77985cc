import { readGroupChoice, type GroupChoice } from "../shared/runUnits.ts";
import { readLayoutChoice, type LayoutChoice } from "./layout.ts";
import type { SortOrder } from "./sortRows.ts";
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
  const metrics = strings(kept["metrics"]).slice(0, maximumCharts);
  const closed = strings(kept["closed"]);
  const { range, sort, at, baseline, smoothing } = kept;
  return {
    baseline: typeof baseline === "string" ? baseline : null,
    align: kept["align"] === "phase-change" ? "phase-change" : "sequences",
    layout: readLayoutChoice(kept["layout"]),
    groups: readGroupChoice(kept["groups"]),
    paper: strings(kept["paper"]),
    metrics: metrics.length > 0 ? metrics : defaultCompareUi.metrics,
    smoothing: isFinite(smoothing) && smoothing >= 0 ? Math.min(smoothing, maximumSmoothing) : 0,
    xScale: scale(kept["xScale"]),
    yScale: scale(kept["yScale"]),
    range:
      isObject(range) && isFinite(range["from"]) && isFinite(range["to"]) && range["from"] < range["to"]
        ? { from: range["from"], to: range["to"] }
        : null,
    at: isFinite(at) ? at : null,
    sort: sortOrder(sort),
    hiddenColumns: strings(kept["hiddenColumns"]),
    groupA: text(kept["groupA"]),
    groupB: text(kept["groupB"]),
    groupSort: sortOrder(kept["groupSort"]),
    groupHeads: kept["groupHeads"] === true,
    weightsRun: text(kept["weightsRun"]),
    weightsRows: readWeightRows(kept["weightsRows"]),
    closed: sectionKeys.filter((key) => closed.includes(key)),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isFinite(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function sortOrder(value: unknown): SortOrder | null {
  if (!isObject(value) || typeof value["column"] !== "string") return null;
  return {
    column: value["column"],
    direction: value["direction"] === "descending" ? "descending" : "ascending",
  };
}

function scale(value: unknown): "linear" | "log" {
  return value === "log" ? "log" : "linear";
}

/** The strings of a list, each once; none where it is no list. */
function strings(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return [...new Set(value.filter((item) => typeof item === "string"))];
}
