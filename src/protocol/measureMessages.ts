import type { MeasureName, MeasureValues } from "../measures/measureValues.ts";

/** What is to be measured. */
export interface MeasureJob {
  readonly runFolder: string;
  /** A `MeasureName`, as a user may have typed it. */
  readonly name: string;
  /** Where, in sequences; any order, all are reached by one replay. Null: where the run was last saved. */
  readonly at: readonly number[] | null;
  /** As in an experiment file, without windows; on top of those that hold in the run there. */
  readonly clamps: readonly unknown[];
  /** Whether the clamps stand in the place of the run's own. */
  readonly replace?: boolean | undefined;
  /** The measure's own options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What was measured: plain JSON. */
export interface MeasureResult<Name extends MeasureName = MeasureName> {
  readonly name: Name;
  /** The run's id. */
  readonly run: string;
  readonly experimentHash: string;
  /** In the order of `at`. `sequences`: of the last whole step up to where it was asked for. */
  readonly results: readonly { readonly sequences: number; readonly value: MeasureValues[Name] }[];
}

/** To a measuring process: it takes one job after the other, in the order in which they come. */
export interface ToMeasurer {
  readonly kind: "job";
  /** The sender's own; what is said of the job carries it. */
  readonly number: number;
  readonly job: MeasureJob;
}

/** From a measuring process. */
export type FromMeasurer =
  /** It runs and waits for jobs. Said once. */
  | { readonly kind: "ready" }
  /** How far a job is, in 0 … 1, and what is done for it. */
  | { readonly kind: "progress"; readonly number: number; readonly fraction: number; readonly text: string }
  /** The last word about a job. */
  | { readonly kind: "done"; readonly number: number; readonly result: MeasureResult }
  /** The last word about a job that could not be measured. `isBug` where it is not the user's to mend. */
  | { readonly kind: "problem"; readonly number: number; readonly message: string; readonly isBug: boolean };
