import type { Experiment } from "../experiment/experimentSchema.ts";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import { newRunFolder } from "../runs/runCatalogue.ts";
import type { RunGroup } from "../runs/runGroup.ts";
import { UserError } from "../userError.ts";
import { isActive } from "./stateKinds.ts";
import type { ExistingRun, RunIndex } from "./runIndex.ts";
import type { Slots } from "./slots.ts";
import type { JobEnd, JobProgress } from "./trainJob.ts";
import { look, trainJob } from "./trainJob.ts";

/** One run that is wanted. */
export interface WantedRun {
  readonly experiment: Experiment;
  /** The experiment file, absolute, or `preset:NAME`. */
  readonly experimentFile: string;
  /** Base of the experiment's relative paths. */
  readonly folder: string;
  readonly group?: RunGroup | undefined;
}

/** How a wanted run ended. */
export interface WantedEnd extends JobEnd {
  /** The name of its folder. */
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** Whether it had finished before, so that nothing was trained. */
  readonly wasThere: boolean;
}

/** With what runs are trained. */
export interface RunAllOptions {
  /** Where run folders are and go. */
  readonly runs: RunIndex;
  /** Whether runs that exist are taken: finished ones as they are, interrupted ones resumed. */
  readonly reuse: boolean;
  /** Path of the built trainer. */
  readonly trainer: string;
  readonly slots: Slots;
  /** Stops what trains, each with a checkpoint, and begins nothing more. */
  readonly signal: AbortSignal;
  /** How a run stands, by its place in the list; null once, when it begins. */
  readonly onProgress?: (place: number, progress: JobProgress | null) => void;
  /** A run has ended, by its place in the list. */
  readonly onEnd?: (place: number, end: WantedEnd) => void;
}

/** Milliseconds between two looks at a run that someone else trains. */
const patience = 500;

/**
 * Trains runs in child processes, as many at a time as there are slots, and waits until all have ended. What goes wrong
 * with one is in its end; the others go on.
 */
export function runAll(wanted: readonly WantedRun[], options: RunAllOptions): Promise<WantedEnd[]> {
  return Promise.all(
    wanted.map(async (run, place) => {
      const end = await obtain(run, options, (progress) => options.onProgress?.(place, progress));
      options.onEnd?.(place, end);
      return end;
    }),
  );
}

async function obtain(
  run: WantedRun,
  options: RunAllOptions,
  onProgress: (progress: JobProgress | null) => void,
): Promise<WantedEnd> {
  const { runs, reuse, slots, signal } = options;
  for (;;) {
    const existing = reuse ? runs.find(run.experiment, run.folder) : null;
    if (existing !== null && !canTrain(existing)) {
      if (!isActive(existing.state)) return asItIs(existing);
      // Someone else trains it: that is as good.
      if (await isInterrupted(signal)) return asItIs(existing);
      onProgress(look(existing.folder));
      continue;
    }
    const end = await slots.use(signal, async () => {
      // While it waited for its place, another process may have begun it.
      const now = reuse ? runs.find(run.experiment, run.folder) : null;
      if (now !== null && !canTrain(now)) return "look again" as const;
      onProgress(null);
      return train(job(run, runs.root, now), options, onProgress);
    });
    if (end === "look again") continue;
    return end ?? unbegun(existing);
  }
}

/** Whether a run that exists is there to be trained on. */
function canTrain({ state }: ExistingRun): boolean {
  return !isActive(state) && state !== "finished" && state !== "diverged";
}

function job(run: WantedRun, root: string, existing: ExistingRun | null): TrainerJob {
  if (existing !== null) return { kind: "resume", id: existing.id, runFolder: existing.folder };
  const { id, folder } = newRunFolder(root, run.experiment.name, new Date());
  return { kind: "create", ...run, id, runFolder: folder };
}

async function train(
  job: TrainerJob,
  { trainer, signal }: RunAllOptions,
  onProgress: (progress: JobProgress) => void,
): Promise<WantedEnd> {
  const { id, runFolder: folder } = job;
  try {
    return { ...(await trainJob(job, { trainer, signal, onProgress })), id, folder, wasThere: false };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = error.message;
    return { id, folder, state: "failed", reason, status: null, metrics: null, wasThere: false };
  }
}

function asItIs({ id, folder, state, status }: ExistingRun): WantedEnd {
  const { metrics } = look(folder);
  return { id, folder, state, status, metrics, reason: status?.reason ?? null, wasThere: true };
}

function unbegun(existing: ExistingRun | null): WantedEnd {
  if (existing !== null) return { ...asItIs(existing), wasThere: false };
  return { id: "", folder: "", state: "queued", reason: null, status: null, metrics: null, wasThere: false };
}

/** Waits a while; true at once where the signal aborts. */
function isInterrupted(signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve(signal.aborted);
    };
    const timer = setTimeout(end, patience);
    signal.addEventListener("abort", end, { once: true });
  });
}
