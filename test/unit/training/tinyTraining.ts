import type { Experiment } from "../../../src/experiment/experimentSchema.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import type { Trainee } from "../../../src/training/trainee.ts";
import { Trainer } from "../../../src/training/trainer.ts";
import { setUpWorkbench } from "../../../src/training/workbench.ts";
import { tinyExperiment } from "../tinyExperiment.ts";

/** A checked tiny experiment. */
export function tiny(changes: object = {}): Experiment {
  return resolveExperiment(tinyExperiment(changes), "tiny");
}

/** A trainer of a tiny experiment, before its first step. */
export async function tinyTrainer(changes: object = {}): Promise<Trainer> {
  return new Trainer(await setUpWorkbench(tiny(changes), "."));
}

/** Trains on for so many steps. */
export function steps(trainer: Trainer, count: number): Trainer {
  for (let step = 0; step < count; step++) trainer.trainStep();
  return trainer;
}

/** The trainer of a run of a transformer. */
export function transformer(trainee: Trainee): Trainer {
  if (trainee instanceof Trainer) return trainee;
  throw new TypeError("this run trains no transformer");
}

/** All parameters and moments of a transformer, as they are now. */
export function state(trainee: Trainee): Map<string, Float32Array>[] {
  const { runtime } = transformer(trainee).workbench;
  return [runtime.read("parameters"), runtime.read("first-moments"), runtime.read("second-moments")];
}
