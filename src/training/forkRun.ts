import { isDeepStrictEqual } from "node:util";
import { dirname, relative } from "node:path";
import { effectOf } from "../clamps/window.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { hasPhaseChange, phaseChangeAmong } from "../measures/phaseChange.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { BareEvent } from "../runs/runEvents.ts";
import { readLosses, readMetrics, readRun } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { RunWriter } from "../runs/runWriter.ts";
import { UserError } from "../userError.ts";
import type { NamedClamp } from "./clampState.ts";
import { ClampState } from "./clampState.ts";
import { closeOnFailure } from "./closeOnFailure.ts";
import { forkProblems } from "./forkProblems.ts";
import { newRecord } from "./newRecord.ts";
import type { OpenRun } from "./openRun.ts";
import { prepareTrainee } from "./prepareTrainee.ts";
import { Replay } from "./replay.ts";
import type { Trainee, TraineeCheckpoint } from "./trainee.ts";
import { Trainer } from "./trainer.ts";

/** What a fork is made from. */
export interface NewFork {
  readonly parentFolder: string;
  /** Where it begins: at the last whole step at or before so many sequences of the parent. */
  readonly sequences: number;
  /** How it goes on. Its relative paths have the base of the parent's. */
  readonly experiment: Experiment;
  readonly id: string;
  readonly runFolder: string;
}

/** What the parent left up to the step. */
interface Past {
  /** Of the run whose step it is: the parent, or one that it was forked from. */
  readonly owner: RunRecord;
  /** At the step. */
  readonly trainer: Trainee;
  readonly saved: TraineeCheckpoint;
  readonly metrics: readonly MetricsLine[];
  /** Train losses, float32 [step], in nats. */
  readonly losses: Float32Array;
  readonly phaseChange: number | null;
  readonly warnings: readonly string[];
}

/**
 * Creates a run that goes on from any step of another, with another experiment, and everything that it takes to train
 * it. A step without a checkpoint is rebuilt from the nearest one before it. The fork's folder stands alone: it begins
 * with the parent's evaluations and losses, and has a checkpoint. With the parent's own experiment it goes on with the
 * same bits as the parent did.
 *
 * From that step on, the clamps of the new experiment hold by their windows and conditions, and no others: what was
 * clamped or released in the parent while it was running comes along only as far as the new experiment says so. What
 * the parent's evaluations said of a condition counts. Events tell which clamps began to hold and ceased because of the
 * fork.
 * @throws UserError when the parent has not come so far or cannot be read, when the step cannot be rebuilt, when the
 * experiment differs in what a fork must keep, when the data cannot be had or the folder cannot be written
 */
export async function forkRun({
  parentFolder,
  sequences: wanted,
  experiment,
  id,
  runFolder,
}: NewFork): Promise<OpenRun> {
  const { record: parent } = readRun(parentFolder);
  const { batch } = parent.experiment.training;
  const sequences = Math.floor(wanted / batch) * batch;
  const problems = forkProblems(parent.experiment, experiment, sequences);
  if (problems.length > 0) throw new UserError(problems.join("; "));
  const past = await rebuildPast(parentFolder, sequences);
  const { step } = past.trainer;
  const prepared = await prepareTrainee(experiment, parent.folder, dirname(runFolder));
  const clamps = knownClamps(past, experiment);
  const trainer = prepared.start({ step, tensors: past.saved.tensors, file: parentFolder, clamps });
  const record = newRecord({
    id,
    experiment,
    experimentFile: parent.experimentFile,
    folder: parent.folder,
    runtime: prepared.runtime,
    parent: { run: parent.id, sequences },
  });
  const warnings = pastWarnings(past, record);
  const writer = RunWriter.create(runFolder, record);
  return closeOnFailure(writer, () => {
    copyPast(writer, past);
    const write = (event: ForkEvent) => {
      writer.appendEvent({ ...event, sequences, time: record.created });
    };
    write({ kind: "forked", parent: parent.id });
    for (const message of warnings) write({ kind: "warning", message });
    for (const change of clampChanges(past.trainer, trainer)) write(change);
    const { phaseChange } = past;
    // Its own checkpoint, so that it can be resumed from here when the parent is gone.
    const file = writer.writeCheckpoint(sequences, past.saved.tensors, {
      experimentHash: record.experimentHash,
      step: String(step),
      ...trainer.checkpoint().metadata,
      phaseChange: JSON.stringify(phaseChange),
    });
    write({ kind: "checkpoint", file: relative(runFolder, file) });
    writer.writeStatus({
      state: "created",
      sequences,
      total: trainer.total,
      step,
      rate: 0,
      secondsLeft: null,
      heartbeat: record.created,
      pid: process.pid,
      reason: null,
      phaseChange,
    });
    return { record, trainer, writer, phaseChange, metrics: past.metrics.at(-1) ?? null, warnings };
  });
}

type ForkEvent = Extract<
  BareEvent,
  { readonly kind: "forked" | "warning" | "clamp-on" | "clamp-off" | "checkpoint" }
>;

async function rebuildPast(folder: string, sequences: number): Promise<Past> {
  const { trainer, owner, phaseChange, warnings } = await Replay.open(folder, sequences);
  const saved = trainer.checkpoint();
  if (saved.broken !== null) {
    throw new UserError(`the run cannot be forked here: the parameter ${saved.broken} is no longer finite`, {
      file: folder,
    });
  }
  const metrics = readMetrics(folder).lines.filter((line) => line.sequences <= sequences);
  const losses = readLosses(folder).slice(0, trainer.step);
  return {
    owner,
    trainer,
    saved,
    metrics,
    losses,
    phaseChange: phaseChange ?? (hasPhaseChange(owner.experiment) ? phaseChangeAmong(metrics) : null),
    warnings,
  };
}

/** The clamps of the fork's experiment, with what the parent's evaluations said of their conditions, as text. */
function knownClamps({ trainer, metrics }: Past, experiment: Experiment): string | undefined {
  if (!(trainer instanceof Trainer)) return undefined;
  const clamps = new ClampState(experiment);
  clamps.inherit(trainer.clamps, metrics);
  return clamps.serialise();
}

function pastWarnings({ owner, trainer: { step }, losses, warnings }: Past, record: RunRecord): string[] {
  const all = [...warnings];
  const [was, is] = [owner.versions.runtime, record.versions.runtime];
  if (was !== is) {
    all.push(`the parent was made with the runtime "${was}", here there is "${is}": bits may differ`);
  }
  if (losses.length < step) {
    const lost = `the parent's losses of steps ${losses.length} to ${step - 1} are lost`;
    all.push(`${lost}; they read as not-a-number`);
  }
  return all;
}

function copyPast(writer: RunWriter, { metrics, losses, trainer }: Past): void {
  for (const line of metrics) writer.appendMetrics(line);
  const whole = new Float32Array(trainer.step).fill(Number.NaN);
  whole.set(losses);
  writer.appendLosses(whole);
}

/**
 * Which clamps hold no more and which hold now because of the fork. Ceased ones are no clamps of this run, whose own
 * may have the same ids: they are `parent:` and the id that they had in the parent. One whose condition lets it hold is
 * told even where it did in the parent, since nothing else says so of the fork.
 */
function clampChanges(before: Trainee, after: Trainee): ForkEvent[] {
  // Before the first step nothing holds: the trainer itself tells what begins then.
  if (!(before instanceof Trainer && after instanceof Trainer) || after.step === 0) return [];
  const last = after.sequences - after.experiment.training.batch;
  const held = before.clamps.activeAt(last);
  // The trainer takes these to have held in the step before.
  const holding = after.clamps.activeAt(last);
  const isIn = (others: readonly NamedClamp[], { clamp }: NamedClamp) =>
    others.some((other) => isDeepStrictEqual(effectOf(clamp), effectOf(other.clamp)));
  return [
    ...held
      .filter((named) => !isIn(holding, named))
      .map(({ id, clamp }) => ({ kind: "clamp-off" as const, id: `parent:${id}`, clamp })),
    ...holding
      .filter((named) => named.clamp.when !== undefined || !isIn(held, named))
      .map((named) => ({ kind: "clamp-on" as const, ...named })),
  ];
}
