import type { Experiment } from "../../experiment/experimentSchema.ts";
import { keptByForks } from "../../experiment/keptByForks.ts";
import type { ExperimentKey } from "./experimentKeys.ts";

/** Whether a key of the experiment, such as `training.optimizer.rate`, may be changed in a fork. */
export function canChangeInFork({ path }: Pick<ExperimentKey, "path">): boolean {
  return !keptByForks.some((kept) => kept.every((part, place) => path[place] === part));
}

/** Why an experiment cannot go on from its parent at `sequences`; null where it can. */
export function whyNoFork(parent: Experiment, fork: Experiment, sequences: number): string | null {
  const [before, after] = [parent.training, fork.training];
  if (before.optimizer.kind !== after.optimizer.kind)
    return `training.optimizer: a fork must keep its kind, ${before.optimizer.kind}`;
  if (after.sequences > sequences) return null;
  return `training.sequences: expected more than ${sequences}, where the fork begins, got ${after.sequences}`;
}
