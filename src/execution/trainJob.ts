import { existsSync } from "node:fs";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import { makeFolder } from "../runs/makeFolder.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import { runPaths } from "../runs/runPaths.ts";
import { readStatus } from "../runs/runReader.ts";
import type { RunState } from "../runs/runState.ts";
import type { RunStatus } from "../runs/runStatus.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";
import { UserError } from "../userError.ts";
import { lastMetrics } from "./lastMetrics.ts";
import { removeUnbegun } from "./removeUnbegun.ts";
import { hasEnded } from "./stateKinds.ts";
import { TrainerProcess } from "./trainerProcess.ts";

/** How a run stands while this process waits for it. */
export interface JobProgress {
  readonly status: RunStatus | null;
  /** The last evaluation. */
  readonly metrics: MetricsLine | null;
}

/** How a run ended. */
export interface JobEnd extends JobProgress {
  /** `finished`, `stopped`, `diverged`, `failed` or `crashed`; `queued` where it was cancelled before it had begun. */
  readonly state: RunState;
  readonly reason: string | null;
}

/** What a job is trained with. */
export interface JobOptions {
  /** Path of the built trainer. */
  readonly trainer: string;
  /** Stops the trainer, with a checkpoint, when it aborts. */
  readonly signal: AbortSignal;
  /** Told at most ten times a second. */
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
}

/** Milliseconds that a trainer is given to save a checkpoint. */
const grace = 30_000;

/**
 * Trains a job in a child process and waits for its end. Trainers outlive the process that starts them: to end one, abort
 * the signal and wait.
 * @throws UserError when the run folder cannot be made
 */
export async function trainJob(job: TrainerJob, options: JobOptions): Promise<JobEnd> {
  const { trainer, signal, onProgress } = options;
  const folder = job.runFolder;
  if (signal.aborted) return { state: "queued", reason: null, status: null, metrics: null };
  withFileErrors(folder, "make the run's folder", () => makeFolder(folder));
  const ended = await new Promise<TrainerProcess>((resolve) => {
    // A child process alone does not keep this one going.
    const alive = setInterval(() => undefined, 60_000);
    let last: NodeJS.Timeout | undefined;
    const stop = () => {
      started.kill("SIGTERM");
      last = setTimeout(() => {
        started.kill("SIGKILL");
      }, grace);
    };
    const started = new TrainerProcess(job, {
      trainer,
      tensorflowFolder: null,
      onSent: () => undefined,
      onGrowth: () => onProgress?.(look(folder)),
      onEnd: () => {
        clearInterval(alive);
        clearTimeout(last);
        signal.removeEventListener("abort", stop);
        resolve(started);
      },
    });
    signal.addEventListener("abort", stop, { once: true });
  });
  return judge(job, ended, signal.aborted);
}

/** How a run stands by its files. */
export function look(folder: string): JobProgress {
  const { metrics } = runPaths(folder);
  try {
    const line = existsSync(metrics) ? lastMetrics(metrics) : null;
    return { status: readStatus(folder).status, metrics: line };
  } catch (error) {
    // Damage is told by whoever reads it all.
    if (error instanceof UserError) return { status: readStatus(folder).status, metrics: null };
    throw error;
  }
}

function judge(
  { kind, runFolder }: TrainerJob,
  { pid, problem, exit }: TrainerProcess,
  wasCancelled: boolean,
): JobEnd {
  const hasBegun = existsSync(runPaths(runFolder).record);
  if (!hasBegun && kind !== "resume") removeUnbegun(runFolder);
  const seen = look(runFolder);
  const { status } = seen;
  const isOwn = status?.pid === pid;
  if (isOwn && hasEnded(status.state))
    return { ...seen, state: status.state, reason: status.reason ?? problem };
  // Cancelled before it had anything to say: it is as it was before.
  if (wasCancelled && problem === null && !isOwn)
    return { ...seen, state: hasBegun ? "stopped" : "queued", reason: null };
  return { ...seen, state: problem !== null && !isOwn ? "failed" : "crashed", reason: problem ?? exit };
}
