import { seedsOf } from "../../src/runs/comparison/pairRuns.ts";
import type { CompareView, ViewRun } from "./compareView.ts";

/**
 * The run whose weights are held against the baseline's: the one that was chosen; else the first of the same seeds,
 * which began with the same weights; else the first other one.
 */
export function chosenWeights({ runs, baseline, ui }: Pick<CompareView, "runs" | "baseline" | "ui">): {
  readonly run: ViewRun | null;
  readonly baseline: ViewRun | null;
} {
  const others = runs.filter((run) => run !== baseline);
  const run =
    others.find(({ id }) => id === ui.weightsRun) ??
    others.find((other) => baseline !== null && seedsOf(other) === seedsOf(baseline)) ??
    others[0];
  return { run: run ?? null, baseline };
}
