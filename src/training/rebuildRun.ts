import { readRun } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { UserError } from "../userError.ts";
import type { ReplayOptions } from "./replay.ts";
import { Replay } from "./replay.ts";
import { Trainer } from "./trainer.ts";
import type { Workbench } from "./workbench.ts";

/** A run at one of its steps, rebuilt in memory. What is read here is of that step; read it again after `advance`. */
export interface Rebuilt {
  /** Of the run that was asked for. */
  readonly record: RunRecord;
  /**
   * With the step's parameters and moments. Before a fork it is the workbench of the run that was forked, and so is its
   * experiment: the clamps of that step are the trainer's.
   */
  readonly workbench: Workbench;
  readonly trainer: Trainer;
  /** Of the step reached. */
  readonly sequences: number;
  /** Damaged checkpoints that were passed over, in words. */
  readonly warnings: readonly string[];
  /**
   * Goes to the last whole step at or before so many sequences, by training on or from a checkpoint. The workbench stays
   * the same as long as it is one run's, and goes forward or back to where a checkpoint is before; another is freed.
   * Returns the sequences reached.
   * @throws UserError as `rebuildRun`
   */
  advance(sequences: number, options?: ReplayOptions): Promise<number>;
}

/**
 * Rebuilds a run at the last whole step at or before `sequences`, or where it was last saved (null): from the nearest
 * checkpoint at or before it, or from the start, trained again in memory, with the same bits as the run had. Writes
 * nothing; the run may be training.
 * @throws UserError when the run cannot be read, is one of the toy model, or has not come so far; when what it was
 * forked from is missing; when the steps give other losses here than the run had
 */
export async function rebuildRun(
  runFolder: string,
  sequences: number | null,
  options: ReplayOptions = {},
): Promise<Rebuilt> {
  const { record } = readRun(runFolder);
  if (record.experiment.toy !== undefined) {
    throw new UserError("a run of the toy model has no transformer to look into", { file: runFolder });
  }
  const replay = await Replay.open(runFolder, sequences, options);
  const trainerOf = (): Trainer => {
    if (replay.trainer instanceof Trainer) return replay.trainer;
    throw new UserError("a run of the toy model has no transformer to look into", { file: runFolder });
  };
  return {
    record,
    get trainer() {
      return trainerOf();
    },
    get workbench() {
      return trainerOf().workbench;
    },
    get sequences() {
      return replay.trainer.sequences;
    },
    get warnings() {
      return replay.warnings;
    },
    advance: (to, how) => replay.advance(to, how),
  };
}
