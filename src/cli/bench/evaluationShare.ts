import type { Trainer } from "../../training/trainer.ts";
import { median } from "./median.ts";

/** What evaluating costs in a run. */
export interface EvaluationCost {
  /** Milliseconds of one evaluation: all sets, and every head's scores. */
  readonly milliseconds: number;
  /** Its part of the time that it and the training steps up to it take: 0 to 1. */
  readonly share: number;
}

/** Measures evaluations in turn with the steps between two of them: medians over the rounds. Trains on. */
export function measureEvaluation(trainer: Trainer, rounds: number): EvaluationCost {
  const { evaluation, training } = trainer.workbench.experiment;
  const between = evaluation.every / training.batch;
  const steps = Math.ceil(between);
  // The first one compiles its programs.
  trainer.evaluate();
  const costs: number[] = [];
  const shares: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    for (let step = 0; step < steps; step++) trainer.trainStep();
    const trained = performance.now();
    trainer.evaluate();
    const cost = performance.now() - trained;
    costs.push(cost);
    shares.push(cost / (cost + ((trained - begun) * between) / steps));
  }
  return { milliseconds: median(costs), share: median(shares) };
}
