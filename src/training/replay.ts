import { dirname, join } from "node:path";
import { experimentHash } from "../experiment/experimentHash.ts";
import { listCheckpoints } from "../runs/checkpointFiles.ts";
import { runPaths } from "../runs/runPaths.ts";
import type { UsableCheckpoint } from "../runs/runReader.ts";
import { latestUsableCheckpoint, readLosses, readRun } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { UserError } from "../userError.ts";
import { checkedStep, phaseChangeBefore } from "./checkpointPlace.ts";
import { restoreCheckpoint } from "./checkpointTensors.ts";
import { prepareTrainee } from "./prepareTrainee.ts";
import type { Trainee } from "./trainee.ts";
import { Trainer } from "./trainer.ts";

/** How a replay is watched and broken off. */
export interface ReplayOptions {
  /** Aborting it breaks the replay off: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Told now and then how far it is: steps replayed, of how many. */
  readonly onProgress?: (done: number, steps: number) => void;
}

/** Milliseconds of training between two turns of the event loop. */
const slice = 100;

/** The run in whose folder a step is found: the one asked for, or one that it was forked from. */
interface Owner {
  readonly folder: string;
  readonly record: RunRecord;
  /** The step asked for. */
  readonly step: number;
}

/**
 * A run at one of its steps, in memory: from the nearest checkpoint before it, or the start, trained again up to it with
 * the same bits. Writes nothing. What lies before a fork is replayed from the run that it was forked from.
 */
export class Replay {
  readonly #runFolder: string;
  #owner: Owner;
  #trainer: Trainee;
  #phaseChange: number | null;
  #warnings: readonly string[];

  private constructor(
    runFolder: string,
    owner: Owner,
    { trainer, phaseChange, warnings }: Awaited<ReturnType<typeof start>>,
  ) {
    this.#runFolder = runFolder;
    this.#owner = owner;
    this.#trainer = trainer;
    this.#phaseChange = phaseChange;
    this.#warnings = warnings;
  }

  /**
   * Replays a run to the last whole step at or before `sequences`; null: to where it was last saved.
   * @throws UserError when the run cannot be read or has not come so far, when what it was forked from is missing, when
   * a checkpoint is of another run, and when the steps give other losses here than the run had
   */
  static async open(
    runFolder: string,
    sequences: number | null,
    options: ReplayOptions = {},
  ): Promise<Replay> {
    const owner = findOwner(runFolder, sequences);
    const replay = new Replay(runFolder, owner, await start(owner));
    await replay.#trainTo(owner, options);
    return replay;
  }

  /** What is trained, at the step reached. Another after `advance`. */
  get trainer(): Trainee {
    return this.#trainer;
  }

  /** Of the run whose step it is: the one that was opened, or one that it was forked from. */
  get owner(): RunRecord {
    return this.#owner.record;
  }

  /** Where the checkpoint from which it was replayed says that the phase change was; null if not before. */
  get phaseChange(): number | null {
    return this.#phaseChange;
  }

  /** A sentence for each damaged checkpoint that was passed over. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  /** Goes on to another step, usually a later one, by the shortest way. Returns the sequences reached. Throws as `open`. */
  async advance(sequences: number, options: ReplayOptions = {}): Promise<number> {
    const owner = findOwner(this.#runFolder, sequences);
    const trainer = this.#trainer;
    const isSameRun = owner.folder === this.#owner.folder;
    const goesOn = isSameRun && owner.step >= trainer.step;
    const nearer = isSameRun ? checkpointFor(owner, goesOn ? trainer.sequences : -1) : null;
    if (!goesOn || nearer !== null) {
      const canStay = nearer !== null && trainer instanceof Trainer;
      const next = canStay ? jump(trainer, owner, nearer) : await start(owner);
      if (!canStay) leave(trainer);
      this.#trainer = next.trainer;
      this.#phaseChange = next.phaseChange;
      this.#warnings = next.warnings;
    }
    this.#owner = owner;
    await this.#trainTo(owner, options);
    return this.#trainer.sequences;
  }

  async #trainTo({ folder, step }: Owner, { signal, onProgress }: ReplayOptions): Promise<void> {
    const trainer = this.#trainer;
    const losses = readLosses(folder);
    const first = trainer.step;
    let pause = performance.now() + slice;
    followConditions(trainer);
    while (trainer.step < step) {
      signal?.throwIfAborted();
      checkLoss(trainer.step, trainer.trainStep(), losses, folder);
      followConditions(trainer);
      trainer.takeClampEvents();
      if (performance.now() < pause) continue;
      onProgress?.(trainer.step - first, step - first);
      await new Promise((resolve) => setImmediate(resolve));
      pause = performance.now() + slice;
    }
  }
}

/** Other trainees have no conditions. */
function followConditions(trainer: Trainee): void {
  if (trainer instanceof Trainer) trainer.followConditions();
}

/** What was lost reads as not-a-number. */
function checkLoss(step: number, loss: number, losses: Float32Array, folder: string): void {
  const recorded = losses[step] ?? Number.NaN;
  if (Number.isNaN(recorded) || Object.is(Math.fround(loss), recorded)) return;
  throw new UserError(
    `the run cannot be rebuilt between its checkpoints here: step ${step} had the train loss ${recorded}, ` +
      `trained again it has ${Math.fround(loss)}. Another machine or version computes other bits, or a checkpoint was ` +
      "removed that a clamp was set with while running",
    { file: folder },
  );
}

function findOwner(runFolder: string, sequences: number | null): Owner {
  const seen = new Set<string>();
  for (let folder = runFolder; ;) {
    const { record } = readRun(folder);
    checkUnchanged(record, folder);
    const { parent } = record;
    const step = wantedStep(folder, record, sequences);
    if (parent === null || sequences === null || step * record.experiment.training.batch >= parent.sequences)
      return { folder, record, step };
    seen.add(folder);
    folder = parentFolder(folder, parent);
    // Folders can be made by anyone.
    if (seen.has(folder)) throw new UserError("the run was forked from itself", { file: runFolder });
  }
}

function parentFolder(folder: string, { run, sequences }: { run: string; sequences: number }): string {
  const parent = join(dirname(folder), run);
  try {
    if (readRun(parent).record.id === run) return parent;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  throw new UserError(
    `what is before ${sequences} sequences is of the run ${run} that it was forked from, which is not there or cannot ` +
      "be read",
    { file: folder },
  );
}

function checkUnchanged({ experiment, experimentHash: expected }: RunRecord, folder: string): void {
  const hash = experimentHash(experiment);
  if (hash === expected) return;
  throw new UserError(
    `the run was made with the experiment ${expected}, the one in this file is ${hash}: it was changed`,
    { file: runPaths(folder).record, place: "experimentHash" },
  );
}

/** The last whole step at or before a number of sequences; null: the last that is saved. */
function wantedStep(folder: string, { experiment }: RunRecord, sequences: number | null): number {
  const { batch } = experiment.training;
  if (sequences === null) return (latestUsableCheckpoint(folder)?.sequences ?? 0) / batch;
  const saved = (listCheckpoints(folder).at(-1)?.sequences ?? 0) / batch;
  const done = Math.max(readLosses(folder).length, saved);
  const step = Math.floor(sequences / batch);
  if (step >= 0 && step <= done) return step;
  throw new UserError(
    `expected a number of sequences that the run has seen (0 to ${done * batch}), got ${sequences}`,
    { file: folder },
  );
}

/** The last usable checkpoint at or before a step, and after `above` sequences where that is said. */
function checkpointFor({ folder, record, step }: Owner, above = -1): UsableCheckpoint | null {
  const atMost = step * record.experiment.training.batch;
  const isThere = listCheckpoints(folder).some(({ sequences }) => sequences > above && sequences <= atMost);
  const checkpoint = isThere ? latestUsableCheckpoint(folder, atMost) : null;
  return checkpoint === null || checkpoint.sequences <= above ? null : checkpoint;
}

async function start(
  owner: Owner,
): Promise<{ trainer: Trainee; phaseChange: number | null; warnings: string[] }> {
  const { folder, record } = owner;
  const checkpoint = checkpointFor(owner);
  if (record.parent !== null && (checkpoint?.sequences ?? 0) < record.parent.sequences) {
    throw new UserError(
      "none of the run's checkpoints before can be read, and the beginning is not its own",
      {
        file: folder,
      },
    );
  }
  const prepared = await prepareTrainee(record.experiment, record.folder, dirname(folder));
  if (checkpoint === null) return { trainer: prepared.start(null), phaseChange: null, warnings: [] };
  const step = checkedStep(checkpoint, record);
  const trainer = prepared.start({ ...checkpoint, step, clamps: checkpoint.metadata["clamps"] });
  return { trainer, phaseChange: phaseChangeBefore(checkpoint), warnings: passedOver(checkpoint) };
}

/** Goes on from another checkpoint of the run in the same workbench: its data, and what others have compiled, stay of use. */
function jump(
  before: Trainer,
  { record }: Owner,
  checkpoint: UsableCheckpoint,
): Awaited<ReturnType<typeof start>> {
  const { workbench } = before;
  const step = checkedStep(checkpoint, record);
  restoreCheckpoint(workbench, checkpoint.tensors, checkpoint.file);
  before.dispose();
  const trainer = new Trainer(workbench, step, checkpoint.metadata["clamps"]);
  return { trainer, phaseChange: phaseChangeBefore(checkpoint), warnings: passedOver(checkpoint) };
}

/** Frees what nobody goes on with. */
function leave(trainee: Trainee): void {
  if (!(trainee instanceof Trainer)) return;
  trainee.dispose();
  trainee.workbench.runtime.dispose();
}

function passedOver({ sequences, skipped }: UsableCheckpoint): string[] {
  return skipped.map(
    ({ reason }) => `a checkpoint was passed over, going on from ${sequences} sequences: ${reason}`,
  );
}
