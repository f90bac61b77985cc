import type { PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import type { Comparison, RunSummaryLine } from "../../src/runs/comparison/compareRuns.ts";
import { compareRuns } from "../../src/runs/comparison/compareRuns.ts";
import type { ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { groupChoiceOf, runUnits, type GroupChoice, type RunUnit } from "../shared/runUnits.ts";
import type { ClampSpan } from "../shared/clampedHeads.ts";
import { clampedHeads } from "../shared/clampedHeads.ts";
import type { CompareUi } from "./compareUi.ts";
import { shownMetrics } from "./shownMetrics.ts";

/** A run as the panel shows it. */
export interface ViewRun extends RunSnapshot {
  readonly isBaseline: boolean;
  readonly summary: RunSummaryLine;
  /** What is taken from its sequences to place it on the x-axis; null: it has no phase change and is left out. */
  readonly origin: number | null;
  readonly clamps: readonly ClampHistory[];
  readonly clamped: readonly ClampSpan[];
}

/** A run, or a group of runs that is shown as its mean and range. */
export interface ViewUnit extends RunUnit<ViewRun> {
  readonly isBaseline: boolean;
}

/** Everything that the panel's sections draw. */
export interface CompareView {
  readonly ui: CompareUi;
  /** In the order in which they were chosen. */
  readonly runs: readonly ViewRun[];
  /** The same runs, as curves and values show them. */
  readonly units: readonly ViewUnit[];
  /** How groups are shown; null where there are none. */
  readonly groups: GroupChoice | null;
  /** Null only where there are no runs. */
  readonly baseline: ViewRun | null;
  readonly baselineUnit: ViewUnit | null;
  /** The paper's published curves that are shown. */
  readonly paper: readonly PaperCurveSet[];
  readonly comparison: Comparison;
}

/** A comparison of nothing. */
const nothing: Omit<Comparison, "align" | "at"> = {
  baseline: "",
  runs: [],
  metrics: [],
  heads: [],
  config: [],
  clampTimeline: [],
};

/** Compares the runs of a panel. A baseline that is gone is replaced by the first run. `sets`: all that can be shown. */
export function compareView(
  runs: readonly RunSnapshot[],
  ui: CompareUi,
  sets: readonly PaperCurveSet[] = [],
): CompareView {
  const { align, at } = ui;
  const baseline = (runs.find(({ id }) => id === ui.baseline) ?? runs[0])?.id;
  const paper = sets.filter(({ id }) => ui.paper.includes(id));
  if (baseline === undefined) {
    const none = { runs: [], units: [], groups: null, baseline: null, baselineUnit: null };
    return { ui, ...none, paper, comparison: { ...nothing, align, at } };
  }
  const comparison = compareRuns(runs, { baseline, align, at });
  const summaries = new Map(comparison.runs.map((summary) => [summary.id, summary]));
  const histories = new Map(comparison.clampTimeline.map(({ run, clamps }) => [run, clamps]));
  const viewed = runs.map((run): ViewRun => {
    const summary = summaries.get(run.id)!;
    const clamps = histories.get(run.id) ?? [];
    const { model } = run.record.experiment;
    return {
      ...run,
      isBaseline: run.id === baseline,
      summary,
      origin: align === "sequences" ? 0 : summary.phaseChange,
      clamps,
      clamped: clampedHeads(clamps, model, (clamp) => describeClamp(clamp, model)),
    };
  });
  const units = runUnits(viewed, ui.groups).map((unit) => ({
    ...unit,
    isBaseline: unit.runs.some(({ isBaseline }) => isBaseline),
  }));
  return {
    ui: { ...ui, metrics: shownMetrics(ui.metrics, runs, comparison) },
    runs: viewed,
    units,
    groups: groupChoiceOf(runs, ui.groups),
    baseline: viewed.find(({ isBaseline }) => isBaseline)!,
    baselineUnit: units.find(({ isBaseline }) => isBaseline)!,
    paper,
    comparison,
  };
}
