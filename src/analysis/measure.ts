import { formatKeyPath } from "../experiment/keyPath.ts";
import { explainIssues, unexplained } from "../experiment/explainIssues.ts";
import { didYouMean } from "../nearest.ts";
import type { MeasureValues } from "../measures/measureValues.ts";
import type { MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { readMetrics, readRun } from "../runs/runReader.ts";
import { UserError } from "../userError.ts";
import { checkPlaces } from "./checkPlaces.ts";
import { combineClamps } from "./combineClamps.ts";
import type { CurvesMeasure, MeasureKind, ModelMeasure, ReportProgress } from "./measureKind.ts";
import { measureKinds } from "./measureKinds.ts";
import type { OpenModel } from "./openModel.ts";
import { OtherRuns } from "./otherRuns.ts";
import type { UseModel } from "./useModel.ts";
import { useOnce } from "./useModel.ts";

/** One place's value. */
interface Measured {
  readonly sequences: number;
  readonly value: MeasureValues[keyof MeasureValues];
}

/**
 * Measures a run at one or several places of its training. Writes nothing. `useModel` opens the run's model, and closes
 * it when it likes.
 * @throws UserError when there is no such measure, an option, a clamp or a place does not fit, or the run cannot be
 * read; the signal's reason when it is aborted
 */
export async function measure(
  job: MeasureJob,
  onProgress: ReportProgress,
  signal: AbortSignal,
  useModel: UseModel = useOnce,
): Promise<MeasureResult> {
  const kind = findKind(job.name);
  const options = readOptions(kind, job.options);
  const { record } = readRun(job.runFolder);
  checkPlaces(job.at, record.experiment);
  const results =
    kind.reads === "curves"
      ? measureCurves(kind, job, options)
      : await measureModel(kind, job, options, { onProgress, signal, useModel });
  const { id, experimentHash } = record;
  // JSON has no not-a-number: what another process would get is what everybody gets.
  return JSON.parse(JSON.stringify({ name: kind.name, run: id, experimentHash, results })) as MeasureResult;
}

function findKind(name: string): MeasureKind {
  const kind = measureKinds.find((candidate) => candidate.name === name);
  if (kind !== undefined) return kind;
  const names = measureKinds.map((candidate) => candidate.name);
  throw new UserError(
    `there is no measure ${JSON.stringify(name)}${didYouMean(name, names)}; the measures are ${names.join(", ")}`,
  );
}

function readOptions(kind: MeasureKind, input: unknown): Record<string, unknown> {
  const parsed = kind.options.safeParse(input, { error: unexplained });
  if (parsed.success) return parsed.data;
  const problems = explainIssues(parsed.error.issues, kind.options, input);
  throw new UserError(
    problems
      .map(({ path, message }) => `option ${formatKeyPath(path)} of ${kind.name}: ${message}`)
      .join("; "),
  );
}

function measureCurves(
  kind: CurvesMeasure,
  { runFolder, at, clamps }: MeasureJob,
  options: Record<string, unknown>,
): Measured[] {
  if (clamps.length > 0)
    throw new UserError(`${kind.name} is read off the run's evaluations: it cannot be taken under clamps`);
  const { record } = readRun(runFolder);
  const { lines } = readMetrics(runFolder);
  const last = lines.at(-1)?.sequences ?? 0;
  return (at ?? [last]).map((place) => ({
    sequences: Math.min(place, last),
    value: kind.measure({ record, lines: lines.filter(({ sequences }) => sequences <= place) }, options),
  }));
}

/** How a model is measured. */
interface Manner {
  readonly onProgress: ReportProgress;
  readonly signal: AbortSignal;
  readonly useModel: UseModel;
}

async function measureModel(
  kind: ModelMeasure,
  { runFolder, at, clamps, replace }: MeasureJob,
  options: Record<string, unknown>,
  { onProgress, signal, useModel }: Manner,
): Promise<Measured[]> {
  // One replay reaches all places, from the first to the last.
  const places = at === null ? [null] : [...new Set(at)].sort((a, b) => a - b);
  const replaying = (index: number) => ({
    signal,
    onProgress: (done: number, steps: number) => {
      onProgress(index / places.length, `training again, ${Math.round((100 * done) / steps)} %`);
    },
  });
  onProgress(0, "opening the run");
  const measured = new Map<number | null, Measured>();
  const others = new OtherRuns(signal);
  const work = async (model: OpenModel) => {
    for (const [index, place] of places.entries()) {
      if (place !== null && index > 0) await model.advance(place, replaying(index));
      const { workbench, sequences } = model;
      const where = places.length === 1 ? "" : `at ${sequences.toLocaleString("en-US")}: `;
      const context = {
        run: model.record.id,
        workbench,
        sequences,
        clamps: combineClamps(workbench.experiment, replace === true ? [] : model.clamps, clamps),
        onProgress: (fraction: number, text: string) => {
          onProgress((index + fraction) / places.length, `${where}${text}`);
        },
        signal,
        openOther: others.openAt.bind(others),
      };
      measured.set(place, { sequences, value: await kind.measure(context, options) });
    }
  };
  try {
    await useModel({ runFolder, at: places[0] ?? null }, replaying(0), work);
  } finally {
    others.dispose();
  }
  return (at ?? [null]).map((place) => measured.get(place)!);
}
