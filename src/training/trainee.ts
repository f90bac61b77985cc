import type { Experiment } from "../experiment/experimentSchema.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { Tensor } from "../runs/tensor.ts";
import type { NamedClamp } from "./clampState.ts";
import type { ClampEvent } from "./clampEvent.ts";

/** What is saved of a trainee: all that it takes to go on with the same bits. */
export interface TraineeCheckpoint {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What is no tensor, such as the clamps that were set while running. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The first parameter that is no longer finite; null where all are. */
  readonly broken: string | null;
}

/** What the training loop trains, step by step: a transformer, or the toy model. Knows nothing of files and clocks. */
export interface Trainee {
  readonly experiment: Experiment;
  /** Steps done, and of the whole run. */
  readonly step: number;
  readonly steps: number;
  /** Sequences seen, and of the whole run: steps × batch. */
  readonly sequences: number;
  readonly total: number;
  /** Whether the last step went past, or up to, a multiple of so many sequences. */
  hasPassed(every: number): boolean;
  /** Does one step. Returns the loss before it. */
  trainStep(): number;
  /** Evaluates what has been learnt so far. */
  evaluate(): MetricsLine;
  /** Takes an evaluation at the present step into account that was made before; left out where none matters. */
  look?(evaluation: MetricsLine): void;
  /** Measures the clamps that hold now and have not been measured. */
  measureHeld(isMeasured: (named: NamedClamp) => boolean): void;
  /** What happened to clamps since the last call. */
  takeClampEvents(): ClampEvent[];
  /** Sets a clamp from the next step on. Returns what is wrong with it, and then changes nothing. */
  setClamp(id: string, input: unknown): string | null;
  /** Releases a clamp from the next step on. Returns what is wrong where there is none. */
  releaseClamp(id: string): string | null;
  /** What is to be saved now. */
  checkpoint(): TraineeCheckpoint;
}
