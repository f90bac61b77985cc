import type { Experiment } from "../experiment/experimentSchema.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { Tensor } from "../runs/tensor.ts";
import {
  drawToy,
  toyAlignment,
  toyGradient,
  toyLoss,
  toyLossAtTruth,
  type ToyVectors,
} from "../toy/toyModel.ts";
import { toyVectorNames, type ToyConfig } from "../toy/toySchema.ts";
import { UserError } from "../userError.ts";
import type { ClampEvent } from "./clampEvent.ts";
import type { Trainee, TraineeCheckpoint } from "./trainee.ts";

/** Where a toy run goes on: after `step` iterations, with the tensors of a checkpoint; `file` is named in errors. */
export interface ToyPlace {
  readonly step: number;
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly file: string;
}

const noClamps =
  "the toy model has no heads to clamp: which of its vectors are clamped is in toy.clamped of its experiment";

/**
 * Trains the toy model: one iteration of gradient descent a step. Vectors that are clamped are at their true values
 * from the start, and stay there bit for bit.
 */
export class ToyTrainer implements Trainee {
  readonly experiment: Experiment;
  readonly steps: number;
  readonly truth: ToyVectors;
  readonly #toy: ToyConfig;
  #vectors: ToyVectors;
  #step: number;

  /**
   * Begins with vectors drawn by `seeds.init`, or goes on from a checkpoint.
   * @throws UserError naming the file and the tensor where one is missing or of another shape
   */
  constructor(experiment: Experiment, toy: ToyConfig, from: ToyPlace | null = null) {
    const { truth, vectors } =
      from === null ? drawToy(experiment.seeds.init, toy.dimension) : readToy(from, toy.dimension);
    this.experiment = experiment;
    this.steps = experiment.training.sequences;
    this.truth = truth;
    this.#toy = toy;
    this.#vectors = this.#clamped(vectors);
    this.#step = from?.step ?? 0;
  }

  /** The three vectors as they are now. */
  get vectors(): ToyVectors {
    return this.#vectors;
  }

  /** Iterations done. */
  get step(): number {
    return this.#step;
  }

  /** An iteration counts as one sequence. */
  get sequences(): number {
    return this.#step;
  }

  /** Iterations of the whole run. */
  get total(): number {
    return this.steps;
  }

  /** Whether the last iteration is a multiple of so many. */
  hasPassed(every: number): boolean {
    return this.#step % every === 0;
  }

  /** Goes down the gradient once. Returns the loss before it. */
  trainStep(): number {
    const loss = toyLoss(this.#vectors, this.truth);
    const gradient = toyGradient(this.#vectors, this.truth);
    const next = (name: keyof ToyVectors) =>
      this.#vectors[name].map((value, place) => value - this.#toy.rate * gradient[name][place]!);
    this.#vectors = this.#clamped({ a: next("a"), b: next("b"), c: next("c") });
    this.#step++;
    return loss;
  }

  /** The loss and both measures of the vector a, as they are now. */
  evaluate(): MetricsLine {
    const [vectors, truth] = [this.#vectors, this.truth];
    const none = Number.NaN;
    return {
      sequences: this.sequences,
      sets: {
        train: {
          loss: toyLoss(vectors, truth),
          accuracy: none,
          inContextAccuracy: none,
          outOfContextAccuracy: none,
          probability: none,
          inContextProbability: none,
        },
      },
      heads: {},
      toy: { alignment: toyAlignment(vectors, truth), lossAtTruth: toyLossAtTruth(vectors, truth) },
    };
  }

  /** Nothing: clamped vectors are exact, and no event tells of them. */
  measureHeld(): void {
    return;
  }

  /** None. */
  takeClampEvents(): ClampEvent[] {
    return [];
  }

  /** Refused. */
  setClamp(): string {
    return noClamps;
  }

  /** Refused. */
  releaseClamp(): string {
    return noClamps;
  }

  /** The three vectors and the true ones, float64 [dimension]. */
  checkpoint(): TraineeCheckpoint {
    const tensors = new Map<string, Tensor>();
    for (const [prefix, vectors] of [
      ["", this.#vectors],
      ["truth.", this.truth],
    ] as const) {
      for (const name of toyVectorNames) {
        const data = vectors[name];
        tensors.set(prefix + name, { dtype: "F64", shape: [data.length], data });
      }
    }
    const broken = toyVectorNames.find((name) => !this.#vectors[name].every(Number.isFinite));
    return { tensors, metadata: {}, broken: broken ?? null };
  }

  #clamped(vectors: ToyVectors): ToyVectors {
    const one = (name: keyof ToyVectors) => (this.#toy.clamped.includes(name) ? this.truth : vectors)[name];
    return { a: one("a"), b: one("b"), c: one("c") };
  }
}

function readToy({ tensors, file }: ToyPlace, dimension: number): { truth: ToyVectors; vectors: ToyVectors } {
  const read = (name: string): Float64Array => {
    const tensor = tensors.get(name);
    const place = { file, place: name };
    if (tensor === undefined) throw new UserError("the checkpoint lacks this tensor", place);
    if (tensor.dtype !== "F64" || tensor.shape.join() !== String(dimension)) {
      const given = `${tensor.dtype} [${tensor.shape.join(", ")}]`;
      throw new UserError(`expected F64 [${dimension}], the checkpoint has ${given}`, place);
    }
    return tensor.data;
  };
  const three = (prefix: string): ToyVectors => ({
    a: read(`${prefix}a`),
    b: read(`${prefix}b`),
    c: read(`${prefix}c`),
  });
  return { truth: three("truth."), vectors: three("") };
}
