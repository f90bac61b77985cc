import type { Experiment } from "./experimentSchema.ts";

/** One experiment of those that a file or preset stands for. */
export interface SweepMember {
  /** Complete, and without a sweep. */
  readonly experiment: Experiment;
  /** What it has in place of the file's own, by key path as in the sweep. Empty where nothing is swept. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** An experiment as it was written, and those that it stands for: without a sweep, itself alone. */
export interface SweptExperiment {
  readonly experiment: Experiment;
  /** At least one. */
  readonly members: readonly SweepMember[];
}
