import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import type { Comparison, RunSummaryLine } from "../../src/runs/comparison/compareRuns.ts";
import { compareRuns } from "../../src/runs/comparison/compareRuns.ts";
import type { ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import type { ClampSpan } from "./clampedHeads.ts";
import { clampedHeads } from "./clampedHeads.ts";
import type { CompareUi } from "./compareUi.ts";

/** A run as the panel shows it. */
export interface ViewRun extends RunSnapshot {
  readonly isBaseline: boolean;
  readonly summary: RunSummaryLine;
  /** What is taken from its sequences to place it on the x-axis; null: it has no phase change and is left out. */
  readonly origin: number | null;
  readonly clamps: readonly ClampHistory[];
  readonly clamped: readonly ClampSpan[];
}

/** Everything that the panel's sections draw. */
export interface CompareView {
  readonly ui: CompareUi;
  /** In the order in which they were chosen. */
  readonly runs: readonly ViewRun[];
  /** Null only where there are no runs. */
  readonly baseline: ViewRun | null;
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

/** Compares the runs of a panel. A baseline that is gone is replaced by the first run. */
export function compareView(runs: readonly RunSnapshot[], ui: CompareUi): CompareView {
  const { align, at } = ui;
  const baseline = (runs.find(({ id }) => id === ui.baseline) ?? runs[0])?.id;
  if (baseline === undefined) return { ui, runs: [], baseline: null, comparison: { ...nothing, align, at } };
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
      clamped: clampedHeads(clamps, (clamp) => describeClamp(clamp, model)),
    };
  });
  return { ui, runs: viewed, baseline: viewed.find(({ isBaseline }) => isBaseline)!, comparison };
}
