import type * as z from "zod";
import type { Clamp } from "../clamps/clamps.ts";
import type { MeasureName, MeasureValues } from "../measures/measureValues.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import type { Workbench } from "../training/workbench.ts";
import type { OpenModel } from "./openModel.ts";

/** Tells how far something is, in 0 … 1, and what it does. */
export type ReportProgress = (fraction: number, text: string) => void;

/** What a measure of a model is taken from. */
export interface MeasureContext {
  /** The id of the run. */
  readonly run: string;
  readonly workbench: Workbench;
  /** Sequences that the model has been trained on. */
  readonly sequences: number;
  /** What holds throughout: the run's own clamps and those of the job. */
  readonly clamps: readonly Clamp[];
  readonly onProgress: ReportProgress;
  readonly signal: AbortSignal;
  /**
   * Another run's model at a place, which is a later one each time. It is closed with the run itself.
   * @throws UserError as `openModel`
   */
  readonly openOther: (runFolder: string, sequences: number) => Promise<OpenModel>;
}

/** What a measure of curves is taken from. */
export interface CurvesContext {
  readonly record: RunRecord;
  /** The evaluations up to where it is asked for. */
  readonly lines: readonly MetricsLine[];
}

interface KindBase<Name extends MeasureName, Options extends z.ZodObject> {
  readonly name: Name;
  readonly options: Options;
}

/** A measure of a model as it was somewhere in its training. One file each. */
export interface ModelMeasure<
  Name extends MeasureName = MeasureName,
  Options extends z.ZodObject = z.ZodObject,
> extends KindBase<Name, Options> {
  readonly reads: "model";
  /** @throws UserError when an option does not fit to the model; the signal's reason when it is aborted */
  measure(context: MeasureContext, options: z.output<Options>): Promise<MeasureValues[Name]>;
}

/** A measure of what was evaluated while a run was trained. */
export interface CurvesMeasure<
  Name extends MeasureName = MeasureName,
  Options extends z.ZodObject = z.ZodObject,
> extends KindBase<Name, Options> {
  readonly reads: "curves";
  /** @throws UserError when the run has no such curves */
  measure(context: CurvesContext, options: z.output<Options>): MeasureValues[Name];
}

/** A measure of a run. */
export type MeasureKind = ModelMeasure | CurvesMeasure;
