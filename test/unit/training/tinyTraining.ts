import type { Experiment } from "../../../src/experiment/experimentSchema.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
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

/** All parameters and moments, as they are now. */
export function state(trainer: Trainer): Map<string, Float32Array>[] {
  const { runtime } = trainer.workbench;
  return [runtime.read("parameters"), runtime.read("first-moments"), runtime.read("second-moments")];
}
