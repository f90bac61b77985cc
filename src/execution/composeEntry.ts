import { isDeepStrictEqual } from "node:util";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import type { RunState } from "../runs/runState.ts";
import type { RunEntry } from "./runEntry.ts";
import type { RunJobs } from "./runJobs.ts";
import { jobExperiment } from "./runJobs.ts";
import type { TrackedRun } from "./trackedRun.ts";

/** What is known of a run from its folder and from the host's jobs: one of them at least. */
export interface RunSource {
  readonly id: string;
  readonly tracked: TrackedRun | null;
  readonly job: TrainerJob | null;
}

/** Puts together what is shown of a run. */
export function composeEntry(
  { id, tracked, job }: RunSource,
  jobs: RunJobs,
  { name, slot }: Pick<RunEntry, "name" | "slot">,
): RunEntry {
  return {
    id,
    folder: tracked?.folder ?? job?.runFolder ?? "",
    name,
    slot,
    state: stateOf({ id, tracked, job }, jobs),
    status: tracked?.status ?? null,
    record: tracked?.record ?? null,
    experiment: tracked?.record?.experiment ?? (job === null ? null : jobExperiment(job)),
    problem: tracked === null || tracked.isUnborn ? null : tracked.problem,
    metrics: tracked?.metrics ?? null,
    clamps: tracked?.clamps ?? [],
    group: tracked?.record?.group ?? (job?.kind === "create" ? job.group : undefined) ?? null,
  };
}

function stateOf({ id, tracked, job }: RunSource, { queued, started }: RunJobs): RunState {
  if (job !== null && queued.includes(job)) return "queued";
  const child = started.get(id);
  if (child === undefined) return tracked?.state ?? "starting";
  const status = tracked?.status ?? null;
  // Until the new process has said something, the status is that of an earlier one.
  if (status?.pid !== child.pid || status.state === "created") return "starting";
  return tracked?.state ?? "starting";
}

/** When a run was made, to sort by: ISO 8601, empty where nobody knows. */
export function createdAt({ id, tracked }: RunSource): string {
  if (tracked?.record) return tracked.record.created;
  const [, date, hours, minutes, seconds] = /^(\d{4}-\d\d-\d\d)-(\d\d)(\d\d)(\d\d)-/.exec(id) ?? [];
  return date === undefined ? "" : `${date}T${hours ?? ""}:${minutes ?? ""}:${seconds ?? ""}.000Z`;
}

/** Whether two entries show the same. A heartbeat alone is nothing new. */
export function isSameEntry(a: RunEntry, b: RunEntry): boolean {
  const { status: statusOfA, ...restOfA } = a;
  const keys = Object.keys(restOfA) as (keyof typeof restOfA)[];
  return keys.every((key) => a[key] === b[key]) && isDeepStrictEqual(still(statusOfA), still(b.status));
}

function still(status: RunEntry["status"]): unknown {
  return status === null ? null : { ...status, heartbeat: null };
}
