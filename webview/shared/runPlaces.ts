import type { RunSnapshot } from "../../src/protocol/panelRun.ts";

/** Where a run was last saved, in sequences; null before its first checkpoint. */
export function lastSaved({ checkpoints }: Pick<RunSnapshot, "checkpoints">): number | null {
  return checkpoints.at(-1) ?? null;
}

/** The last place of a run that can be rebuilt: it was saved or evaluated there. */
export function reachOf({ checkpoints, curves }: Pick<RunSnapshot, "checkpoints" | "curves">): number {
  return Math.max(0, checkpoints.at(-1) ?? 0, curves.sequences.at(-1) ?? 0);
}

/** Where a run can be measured without training any of it again: at its checkpoints, and at its start. */
export function freePlaces({ checkpoints, record }: Pick<RunSnapshot, "checkpoints" | "record">): number[] {
  // What a forked run began with is in the run that it was forked from, which may be gone.
  const start = record.parent === null && checkpoints[0] !== 0 ? [0] : [];
  return [...start, ...checkpoints];
}

/** Where a run was evaluated, in sequences, increasing; where it has been only. */
export function evaluationPlaces({ curves }: Pick<RunSnapshot, "curves">): number[] {
  return [...curves.sequences];
}

/** The last whole step of a run at or before a place, as far as the run has come. */
export function wholeStep(run: Pick<RunSnapshot, "checkpoints" | "curves" | "record">, at: number): number {
  const { batch } = run.record.experiment.training;
  const reached = Math.floor(Math.min(Math.max(0, at), reachOf(run)));
  return reached - (reached % batch);
}
