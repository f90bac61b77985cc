import { cos } from "../data/deterministicMath.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import type { OptimizerUpdate } from "../runtimes/runtime.ts";

type Optimizer = Experiment["training"]["optimizer"];

const pi = 3.141592653589793;

/**
 * The learning rate of the update that is made when `sequences` have been seen, of `total`: a linear rise from 0 over
 * `warmUp` sequences, then the schedule's decay, never below `final` × the rate.
 */
export function learningRate({ rate, schedule }: Optimizer, sequences: number, total: number): number {
  if (schedule.kind === "constant") return rate;
  const { warmUp, final } = schedule;
  if (sequences < warmUp) return (rate * sequences) / warmUp;
  const done = total > warmUp ? Math.min(1, (sequences - warmUp) / (total - warmUp)) : 1;
  switch (schedule.kind) {
    case "warm-up-linear":
      return rate * (1 - done * (1 - final));
    case "warm-up-cosine":
      return rate * (final + (1 - final) * 0.5 * (1 + cos(pi * done)));
    case "warm-up-inverse-sqrt":
      return rate * Math.max(final, Math.sqrt(warmUp / Math.max(sequences, 1)));
  }
}

/** Makes the optimizer's updates one after another: it keeps what depends on how many there have been. */
export class UpdateSchedule {
  readonly #optimizer: Optimizer;
  readonly #batch: number;
  readonly #total: number;
  #step = 0;
  #beta1Power = 1;
  #beta2Power = 1;

  /** Starts after `step` updates. The powers of beta are multiplied up, as in an uninterrupted run. */
  constructor({ optimizer, batch, sequences }: Experiment["training"], step: number) {
    this.#optimizer = optimizer;
    this.#batch = batch;
    this.#total = sequences;
    while (this.#step < step) this.#advance();
  }

  /** The next update. */
  next(): OptimizerUpdate {
    const optimizer = this.#optimizer;
    const rate = learningRate(optimizer, this.#step * this.#batch, this.#total);
    this.#advance();
    const decay = rate * optimizer.weightDecay;
    if (optimizer.kind === "sgd") return { kind: "sgd", momentum: optimizer.momentum, rate, decay };
    const { beta1, beta2, epsilon } = optimizer;
    return {
      kind: "adam",
      beta1,
      beta2,
      epsilon,
      rate: rate / (1 - this.#beta1Power),
      correction: 1 / (1 - this.#beta2Power),
      decay,
    };
  }

  #advance(): void {
    this.#step++;
    if (this.#optimizer.kind === "sgd") return;
    this.#beta1Power *= this.#optimizer.beta1;
    this.#beta2Power *= this.#optimizer.beta2;
  }
}
