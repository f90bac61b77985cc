import type { Experiment } from "../experiment/experimentSchema.ts";
import type { Tensor } from "../runs/tensor.ts";
import { restoreCheckpoint } from "./checkpointTensors.ts";
import { ToyTrainer } from "./toyTrainer.ts";
import type { Trainee } from "./trainee.ts";
import { Trainer } from "./trainer.ts";
import { setUpWorkbench } from "./workbench.ts";

/** Where a run goes on. */
export interface TraineePlace {
  readonly step: number;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The checkpoint's file, for errors. */
  readonly file: string;
  /** What `ClampState.serialise` gave then; undefined where only the experiment's own clamps are to hold. */
  readonly clamps: string | undefined;
}

/** An experiment made ready: its data loaded, and what computes it set up. */
export interface PreparedTrainee {
  /** What computes it, such as `wasm simd128`. */
  readonly runtime: string;
  /**
   * What is trained, from the start (null) or from a checkpoint. To be called once.
   * @throws UserError when the checkpoint lacks something or has something else
   */
  start(from: TraineePlace | null): Trainee;
}

/**
 * Makes an experiment ready to be trained. `folder` is the base of its relative paths, `runsRoot` where runs are that
 * its clamps may name.
 * @throws UserError when the data cannot be had
 */
export async function prepareTrainee(
  experiment: Experiment,
  folder: string,
  runsRoot: string,
): Promise<PreparedTrainee> {
  const { toy } = experiment;
  if (toy !== undefined) {
    return { runtime: "float64", start: (from) => new ToyTrainer(experiment, toy, from) };
  }
  const workbench = await setUpWorkbench(experiment, folder, runsRoot);
  return {
    runtime: workbench.runtime.name,
    start: (from) => {
      if (from === null) return new Trainer(workbench);
      restoreCheckpoint(workbench, from.tensors, from.file);
      return new Trainer(workbench, from.step, from.clamps);
    },
  };
}
