import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import type { Reference } from "../shared/series.ts";

/** Losses worth knowing: guessing among all labels, guessing between the two of the context, and the phase change. The toy model guesses nothing. */
export function lossReferences(runs: readonly RunSnapshot[]): Reference[] {
  const transformers = runs.filter((run) => !isToyRun(run));
  if (transformers.length === 0 && runs.length > 0) return [];
  const labels = new Set(transformers.map(({ record }) => record.experiment.data.labels));
  const guesses = [...labels].filter((count) => count > 2);
  return [
    ...guesses.map((count) => ({ at: Math.log(count), label: `ln ${count}` })),
    { at: Math.LN2, label: "ln 2" },
    { at: 0.4 * Math.LN2, label: "0.4 ln 2: phase change" },
  ];
}
