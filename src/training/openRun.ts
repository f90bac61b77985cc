import { dirname, relative } from "node:path";
import { experimentHash } from "../experiment/experimentHash.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { refuseSweep } from "../experiment/refuseSweep.ts";
import { listCheckpoints } from "../runs/checkpointFiles.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { RunLock } from "../runs/runLock.ts";
import type { RunGroup } from "../runs/runGroup.ts";
import { runPaths } from "../runs/runPaths.ts";
import type { UsableCheckpoint } from "../runs/runReader.ts";
import { latestUsableCheckpoint, readMetrics, readRun } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { RunWriter } from "../runs/runWriter.ts";
import { UserError } from "../userError.ts";
import { checkedStep, phaseChangeBefore } from "./checkpointPlace.ts";
import { closeOnFailure } from "./closeOnFailure.ts";
import { newRecord } from "./newRecord.ts";
import type { PreparedTrainee } from "./prepareTrainee.ts";
import { prepareTrainee } from "./prepareTrainee.ts";
import type { Trainee } from "./trainee.ts";

/** A run that is ready to be trained on. */
export interface OpenRun {
  readonly record: RunRecord;
  readonly trainer: Trainee;
  readonly writer: RunWriter;
  /** Where the phase change was seen before, in sequences. */
  readonly phaseChange: number | null;
  /** The last evaluation before, null for a new run. */
  readonly metrics: MetricsLine | null;
  /** What the user should know before it goes on, such as damaged checkpoints. Also in the events. */
  readonly warnings: readonly string[];
}

/** What a new run is made from. */
export interface NewRun {
  readonly experiment: Experiment;
  /** The experiment file, absolute, or `preset:NAME`; none where the experiment is in no file. */
  readonly experimentFile?: string | undefined;
  /** Base of the experiment's relative paths. */
  readonly folder: string;
  readonly id: string;
  readonly runFolder: string;
  /** The runs that it is launched with. */
  readonly group?: RunGroup | undefined;
}

/**
 * Creates a run's folder and everything that it takes to train it.
 * @throws UserError when the data cannot be had or the folder cannot be written
 */
export async function createRun(run: NewRun): Promise<OpenRun> {
  const { experiment, experimentFile, folder, id, runFolder, group } = run;
  refuseSweep(experiment);
  const prepared = await prepareTrainee(experiment, folder, dirname(runFolder));
  const { runtime } = prepared;
  const record = newRecord({ id, experiment, experimentFile, folder, runtime, parent: null, group });
  const trainer = prepared.start(null);
  const writer = RunWriter.create(runFolder, record);
  closeOnFailure(writer, () => {
    writer.writeStatus({
      state: "created",
      sequences: 0,
      total: trainer.total,
      step: 0,
      rate: 0,
      secondsLeft: null,
      heartbeat: record.created,
      pid: process.pid,
      reason: null,
      phaseChange: null,
    });
    writer.appendEvent({ kind: "started", sequences: 0, time: record.created });
  });
  return { record, trainer, writer, phaseChange: null, metrics: null, warnings: [] };
}

/** What there is of a run to go on from; no checkpoint means from the start. */
interface Resumable {
  readonly record: RunRecord;
  readonly checkpoint: UsableCheckpoint | null;
}

/**
 * Opens a run to go on from its last usable checkpoint, or from the start without one.
 * @throws UserError when the run is finished, is being trained, cannot be read, or has a checkpoint of another run
 */
export async function reopenRun(runFolder: string): Promise<OpenRun> {
  // The lock comes first: another process may still train the run on, past everything that is read here.
  const lock = RunWriter.lock(runFolder);
  try {
    const resumable = readResumable(runFolder);
    const { experiment, folder } = resumable.record;
    return goOn(runFolder, lock, resumable, await prepareTrainee(experiment, folder, dirname(runFolder)));
  } catch (error) {
    lock.release();
    throw error;
  }
}

function readResumable(runFolder: string): Resumable {
  const { record, status } = readRun(runFolder);
  if (status?.state === "finished") {
    throw new UserError(`the run is finished (${status.sequences} sequences), there is nothing to resume`, {
      file: runFolder,
    });
  }
  const hash = experimentHash(record.experiment);
  if (hash !== record.experimentHash) {
    throw new UserError(
      `the run was made with the experiment ${record.experimentHash}, the one in this file is ${hash}: it was changed`,
      { file: runPaths(runFolder).record, place: "experimentHash" },
    );
  }
  const checkpoint = latestUsableCheckpoint(runFolder);
  const { parent } = record;
  if (parent !== null && (checkpoint === null || checkpoint.sequences < parent.sequences)) {
    throw new UserError(
      `none of the run's checkpoints can be read, and the beginning is not its own: fork ${parent.run} again instead`,
      { file: runFolder },
    );
  }
  return { record, checkpoint };
}

function goOn(
  runFolder: string,
  lock: RunLock,
  { record, checkpoint }: Resumable,
  prepared: PreparedTrainee,
): OpenRun {
  if (prepared.runtime !== record.versions.runtime) {
    throw new UserError(
      `the run was made with the runtime "${record.versions.runtime}", here there is "${prepared.runtime}": ` +
        "it would not go on with the same bits",
      { file: runFolder },
    );
  }
  const step = checkpoint === null ? 0 : checkedStep(checkpoint, record);
  const trainer = prepared.start(
    checkpoint === null ? null : { ...checkpoint, step, clamps: checkpoint.metadata["clamps"] },
  );
  const { sequences } = trainer;
  const warnings = damagedCheckpoints(runFolder, checkpoint);
  const writer = RunWriter.resume(runFolder, lock, { sequences, step });
  return closeOnFailure(writer, () => {
    const time = new Date().toISOString();
    for (const message of warnings) writer.appendEvent({ kind: "warning", sequences, time, message });
    const file = checkpoint === null ? {} : { checkpoint: relative(runFolder, checkpoint.file) };
    writer.appendEvent({ kind: "resumed", sequences, time, ...file });
    const phaseChange = checkpoint === null ? null : phaseChangeBefore(checkpoint);
    const metrics = readMetrics(runFolder).lines.at(-1) ?? null;
    return { record, trainer, writer, phaseChange, metrics, warnings };
  });
}

/** A sentence for each checkpoint that cannot be read, and what is done instead. */
function damagedCheckpoints(runFolder: string, usable: UsableCheckpoint | null): string[] {
  if (usable !== null) {
    const instead = `going on from ${usable.sequences} sequences`;
    return usable.skipped.map(({ reason }) => `a checkpoint was passed over, ${instead}: ${reason}`);
  }
  const count = listCheckpoints(runFolder).length;
  return count === 0
    ? []
    : [`none of the ${count} checkpoints can be read: starting again from the beginning`];
}
