import type { ViewUnit } from "./compareView.ts";

/** When a unit's runs had their phase changes, in the mean of those that have one, in sequences; null: none has. */
export function meanPhaseChange({ runs }: Pick<ViewUnit, "runs">): number | null {
  const changes = runs.map(({ summary }) => summary.phaseChange).filter((change) => change !== null);
  return changes.length === 0 ? null : changes.reduce((sum, change) => sum + change, 0) / changes.length;
}
