import type { Experiment } from "../../experiment/experimentSchema.ts";

/** What a fork keeps of its parent, because its parameters and moments were made with it: these keys and all in them. */
const kept = [
  "data",
  "model",
  "training.batch",
  "training.optimizer.kind",
  "seeds.init",
  "seeds.data",
  "engine",
] as const;

/** Whether a key of the experiment, such as `training.optimizer.rate`, may be changed in a fork. */
export function canChangeInFork({ name }: { readonly name: string }): boolean {
  return !kept.some((key) => name === key || name.startsWith(`${key}.`));
}

/** Why an experiment cannot go on from its parent's checkpoint at `sequences`; null where it can. */
export function whyNoFork(parent: Experiment, fork: Experiment, sequences: number): string | null {
  const [before, after] = [parent.training, fork.training];
  if (before.optimizer.kind !== after.optimizer.kind)
    return `training.optimizer: a fork must keep its kind, ${before.optimizer.kind}`;
  if (after.sequences > sequences) return null;
  return `training.sequences: expected more than the ${sequences} of the checkpoint, got ${after.sequences}`;
}
