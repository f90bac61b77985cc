import { basename } from "node:path";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { runFormat } from "../runs/runRecord.ts";
import type { RunSource } from "./composeEntry.ts";
import { createdAt } from "./composeEntry.ts";
import { jobExperiment } from "./runJobs.ts";

const planned = new WeakMap<TrainerJob, RunRecord>();

/**
 * What a run that has no folder yet is named by, as far as its job tells; null where that is nothing. Always the same
 * object for a job.
 */
export function plannedRecord(source: RunSource): RunRecord | null {
  const { job, id } = source;
  const experiment = job === null ? null : jobExperiment(job);
  if (job === null || experiment === null) return null;
  const known = planned.get(job);
  if (known !== undefined) return known;
  const created = createdAt(source);
  const record: RunRecord = {
    format: runFormat,
    id,
    name: experiment.name,
    created: created === "" ? new Date().toISOString() : created,
    experiment,
    experimentHash: "",
    folder: "",
    versions: { optoscope: "", node: "", runtime: "" },
    platform: { os: "", arch: "", cpu: "", cores: 0 },
    git: null,
    parent: job.kind === "fork" ? { run: basename(job.parentFolder), sequences: job.sequences } : null,
    ...(job.kind === "create" && job.group !== undefined ? { group: job.group } : {}),
  };
  planned.set(job, record);
  return record;
}
