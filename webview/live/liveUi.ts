import { isNumber, isObject, readRange, readScale, readTexts } from "../shared/readKept.ts";
import { setMeasures, type ChartKey, type SetMeasure } from "../shared/runCharts.ts";
import { readGroupChoice, type GroupChoice } from "../shared/runUnits.ts";
import type { Range, ScaleKind } from "../shared/series.ts";

/** What the user has set in the Live panel, kept over a reload of the window. */
export interface LiveUi {
  /** Weight of the moving average, 0 … 0.999. */
  readonly smoothing: number;
  readonly xScale: ScaleKind;
  /** Of the loss. */
  readonly yScale: ScaleKind;
  /** What is zoomed to, in sequences; null while following. */
  readonly range: Range | null;
  readonly measure: SetMeasure;
  /** How runs that were started together are shown; null: as it fits them. */
  readonly groups: GroupChoice | null;
  /** Ids of the paper's plots whose published curves are shown. */
  readonly paper: readonly string[];
  /** Keys of the series hidden in each chart. */
  readonly hidden: Readonly<Record<ChartKey, readonly string[]>>;
  /** With several runs: the sets (`train` …) and heads (`L1H3`, `strongest`) that each chart shows. */
  readonly chosen: Readonly<Record<ChartKey, readonly string[]>>;
}

/** What a new panel shows. With several runs, one curve for each: all would drown in each other. */
export const defaultLiveUi: LiveUi = {
  smoothing: 0,
  xScale: "linear",
  yScale: "linear",
  range: null,
  measure: "inContextAccuracy",
  groups: null,
  paper: [],
  hidden: { loss: [], accuracy: [], previousToken: [], induction: [], toy: [] },
  chosen: {
    loss: ["train"],
    accuracy: ["relabel"],
    previousToken: ["strongest"],
    induction: ["strongest"],
    toy: ["alignment"],
  },
};

/** Reads what VS Code kept of a panel: whatever is not as expected becomes its default. */
export function readLiveUi(kept: unknown): LiveUi {
  if (!isObject(kept)) return defaultLiveUi;
  const { smoothing, range, measure } = kept;
  return {
    smoothing: isNumber(smoothing) ? Math.min(Math.max(smoothing, 0), 0.999) : 0,
    xScale: readScale(kept["xScale"]),
    yScale: readScale(kept["yScale"]),
    range: readRange(range),
    measure: setMeasures.find(({ value }) => value === measure)?.value ?? defaultLiveUi.measure,
    groups: readGroupChoice(kept["groups"]),
    paper: readTexts(kept["paper"], defaultLiveUi.paper),
    hidden: readLists(kept["hidden"], defaultLiveUi.hidden),
    chosen: readLists(kept["chosen"], defaultLiveUi.chosen),
  };
}

function readLists(
  kept: unknown,
  otherwise: Readonly<Record<ChartKey, readonly string[]>>,
): Record<ChartKey, readonly string[]> {
  const read = (key: ChartKey): readonly string[] =>
    readTexts(isObject(kept) ? kept[key] : undefined, otherwise[key]);
  return {
    loss: read("loss"),
    accuracy: read("accuracy"),
    previousToken: read("previousToken"),
    induction: read("induction"),
    toy: read("toy"),
  };
}
