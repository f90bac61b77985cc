import type { Clamp } from "../clamps/clamps.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { rebuildRun } from "../training/rebuildRun.ts";
import type { ReplayOptions } from "../training/replay.ts";
import type { Workbench } from "../training/workbench.ts";

/** A run's model as it was at some place of its training, ready to be measured. */
export interface OpenModel {
  readonly record: RunRecord;
  /** Its runtime has the parameters of `sequences`. Read it again after `advance`. */
  readonly workbench: Workbench;
  /** Of the last whole step up to where it was asked for. */
  readonly sequences: number;
  /** The run's own clamps that hold here, in the order in which they are applied. */
  readonly clamps: readonly Clamp[];
  /**
   * Goes to another place, by training in memory from where it is or from a checkpoint; nothing is written.
   * @throws UserError as `openModel`; the signal's reason when it is aborted
   */
  advance(sequences: number, options?: ReplayOptions): Promise<void>;
  /** Frees what it holds. It must not be used any more. */
  dispose(): void;
}

/**
 * Opens a run at a number of sequences seen; null: where it was last saved.
 * @throws UserError when the run cannot be read, has not come so far, or is not a transformer's; the signal's reason
 * when it is aborted
 */
export async function openModel(
  runFolder: string,
  at: number | null,
  options: ReplayOptions = {},
): Promise<OpenModel> {
  const rebuilt = await rebuildRun(runFolder, at, options);
  return {
    record: rebuilt.record,
    get workbench() {
      return rebuilt.workbench;
    },
    get sequences() {
      return rebuilt.sequences;
    },
    get clamps() {
      return rebuilt.trainer.clamps.activeAt(rebuilt.sequences).map(({ clamp }) => clamp);
    },
    async advance(sequences, how) {
      await rebuilt.advance(sequences, how);
    },
    dispose: () => {
      rebuilt.workbench.runtime.dispose();
    },
  };
}
