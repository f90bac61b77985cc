import type { TrainerJob } from "../protocol/trainerMessages.ts";

/** What this host is about to do, and cannot be seen in run folders yet. */
export interface RunJobs {
  /** In the order in which they will be started. */
  readonly queued: readonly TrainerJob[];
  /** With the process id of their trainers, by the run's id. */
  readonly started: ReadonlyMap<string, { readonly job: TrainerJob; readonly pid: number }>;
}

/** The experiment that a job trains; null for one that goes on with a run. */
export function jobExperiment(job: TrainerJob) {
  return job.kind === "resume" ? null : job.experiment;
}
