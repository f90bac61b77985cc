import type { Experiment } from "../experiment/experimentSchema.ts";
import type { MeasureName } from "../measures/measureValues.ts";
import type { MeasureResult } from "../protocol/measureMessages.ts";
import type { Curves } from "../runs/comparison/curves.ts";
import type { RunRecord } from "../runs/runRecord.ts";

/** A finished run that a figure is made from. */
export interface PaperRun {
  /** The name of its folder. */
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  readonly record: RunRecord;
  /** Its evaluations. */
  readonly curves: Curves;
  /** Of the experiment. */
  readonly name: string;
}

/** Which heads of a base run do what, at its end. */
export interface PaperHeads {
  /** Exact induction strength, by head of layer 1. */
  readonly strengths: readonly number[];
  /** Previous-token score, by head of layer 0. */
  readonly previousToken: readonly number[];
  /** The head of layer 1 with the highest induction strength, such as `L1H3`. */
  readonly strongest: string;
  /** All other heads of layer 1, in order. */
  readonly rest: readonly string[];
  /** The head of layer 0 with the highest previous-token score. */
  readonly previousTokenHead: string;
}

/** What is to be measured of a run. */
export interface MeasureRequest {
  /** In sequences, increasing; null or left out for the end of the run. Several are measured in one replay. */
  readonly at?: readonly number[] | null;
  /** Clamps as in an experiment, on top of the run's own. Default: none. */
  readonly clamps?: readonly unknown[];
  /** Whether `clamps` take the place of the run's own. Default: no. */
  readonly replace?: boolean;
  /** What else the measure wants to know. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Where figures get runs and measures from: what exists is used again, what is missing is trained or computed. */
export interface Lab {
  /** Whether experiments are to be the short variants. */
  readonly quick: boolean;
  /**
   * Finished runs of the experiments, in their order: those that exist with the same numbers, those that were
   * interrupted, resumed, and new ones. The same experiment given twice is one run.
   * @throws UserError with the run's name and reason where one fails, or when the work is cancelled
   */
  run(experiments: readonly Experiment[]): Promise<readonly PaperRun[]>;
  /**
   * Measures a run; what was measured before is kept in its folder, and not computed again.
   * @throws UserError where the measure does not apply, or when the work is cancelled
   */
  measure<Name extends MeasureName>(
    run: PaperRun,
    name: Name,
    request?: MeasureRequest,
  ): Promise<MeasureResult<Name>>;
  /** The base run of a seed of the initial parameters (quick: the short one). */
  base(seed: number): Promise<PaperRun>;
  /** Which heads of the base run of that seed do what, at its end. */
  heads(seed: number): Promise<PaperHeads>;
  /** Tells whoever waits what is going on. */
  log(text: string): void;
}
