import type { Comparison } from "../../src/runs/comparison/compareRuns.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";

/**
 * The metrics to draw: those that were chosen; where all runs are of the toy model, those of them that it has, else its
 * loss.
 */
export function shownMetrics(
  chosen: readonly string[],
  runs: readonly Pick<RunSnapshot, "record">[],
  { metrics }: Pick<Comparison, "metrics">,
): readonly string[] {
  if (!runs.every(isToyRun) || metrics.length === 0) return chosen;
  const known = chosen.filter((key) => metrics.some((metric) => metric.key === key));
  return known.length > 0 ? known : ["train.loss"];
}
