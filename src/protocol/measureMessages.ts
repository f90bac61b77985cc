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
  readonly replace?: boolean;
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

/** To a measuring process. */
export interface ToMeasurer {
  readonly kind: "job";
  readonly job: MeasureJob;
}

/** From a measuring process. */
export type FromMeasurer =
  /** It runs and waits for its job. */
  | { readonly kind: "ready" }
  /** How far it is, in 0 … 1, and what it does. */
  | { readonly kind: "progress"; readonly fraction: number; readonly text: string }
  | { readonly kind: "done"; readonly result: MeasureResult }
  /** It could not be measured. `isBug` where it is not the user's to mend. */
  | { readonly kind: "problem"; readonly message: string; readonly isBug: boolean };
