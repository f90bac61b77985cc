import type { Experiment } from "../../src/experiment/experimentSchema.ts";

/** How often a guess among the labels in context is right: with one copy of each, 1 in as many as there are pairs. */
export function guessedAccuracy({ data }: Pick<Experiment, "data">): number {
  const { pairs, burstiness } = data;
  return Math.max(1, burstiness) / pairs;
}
