import { isDeepStrictEqual } from "node:util";
import { relative } from "node:path";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { checkpointPath, listCheckpoints } from "../runs/checkpointFiles.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { RunEvent } from "../runs/runEvents.ts";
import { readLosses, readMetrics, readRun } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { RunWriter } from "../runs/runWriter.ts";
import { readSafetensors } from "../runs/safetensors.ts";
import type { SafetensorsContent } from "../runs/safetensors.ts";
import { UserError } from "../userError.ts";
import type { ReadCheckpoint } from "./checkpointPlace.ts";
import { checkedStep, phaseChangeBefore } from "./checkpointPlace.ts";
import { restoreCheckpoint } from "./checkpointTensors.ts";
import type { NamedClamp } from "./clampState.ts";
import { ClampState } from "./clampState.ts";
import { closeOnFailure } from "./closeOnFailure.ts";
import { forkProblems } from "./forkProblems.ts";
import { newRecord } from "./newRecord.ts";
import type { OpenRun } from "./openRun.ts";
import { Trainer } from "./trainer.ts";
import { setUpWorkbench } from "./workbench.ts";

/** What a fork is made from. */
export interface NewFork {
  readonly parentFolder: string;
  /** Of the parent's checkpoint. */
  readonly sequences: number;
  /** How it goes on. Its relative paths have the base of the parent's. */
  readonly experiment: Experiment;
  readonly id: string;
  readonly runFolder: string;
}

/** A checkpoint with all that it holds. */
type Checkpoint = ReadCheckpoint & SafetensorsContent;

/** What the parent left up to the checkpoint. */
interface Past {
  readonly record: RunRecord;
  readonly checkpoint: Checkpoint;
  readonly step: number;
  readonly metrics: readonly MetricsLine[];
  /** Train losses, float32 [step], in nats. */
  readonly losses: Float32Array;
}

/**
 * Creates a run that goes on from a checkpoint of another, with another experiment, and everything that it takes to
 * train it. Its folder stands alone: it begins with the parent's evaluations and losses, and has the checkpoint. With
 * the parent's own experiment it goes on with the same bits as the parent did.
 *
 * From the checkpoint on, the clamps of the new experiment hold by their windows, and no others: what was clamped or
 * released in the parent while it was running comes along only as far as the new experiment says so. Events tell which
 * clamps began to hold and ceased because of the fork.
 * @throws UserError when the parent has no such checkpoint or cannot be read, when the experiment differs in what a fork
 * must keep, when the data cannot be had or the folder cannot be written
 */
export async function forkRun({
  parentFolder,
  sequences,
  experiment,
  id,
  runFolder,
}: NewFork): Promise<OpenRun> {
  const past = readPast(parentFolder, sequences);
  const parent = past.record;
  const problems = forkProblems(parent.experiment, experiment, sequences);
  if (problems.length > 0) throw new UserError(problems.join("; "));
  const workbench = await setUpWorkbench(experiment, parent.folder);
  restoreCheckpoint(workbench, past.checkpoint.tensors, past.checkpoint.file);
  const trainer = new Trainer(workbench, past.step);
  const record = newRecord({
    id,
    experiment,
    experimentFile: parent.experimentFile,
    folder: parent.folder,
    runtime: workbench.runtime.name,
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
    for (const change of clampChanges(past, experiment)) write(change);
    const phaseChange = phaseChangeBefore(past.checkpoint);
    // Its own checkpoint, so that it can be resumed from here when the parent is gone.
    const file = writer.writeCheckpoint(sequences, past.checkpoint.tensors, {
      experimentHash: record.experimentHash,
      step: String(past.step),
      clamps: trainer.clamps.serialise(),
      phaseChange: JSON.stringify(phaseChange),
    });
    write({ kind: "checkpoint", file: relative(runFolder, file) });
    writer.writeStatus({
      state: "created",
      sequences,
      total: trainer.total,
      step: past.step,
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

type ForkEvent = RunEvent extends infer Event
  ? Event extends { readonly kind: "forked" | "warning" | "clamp-on" | "clamp-off" | "checkpoint" }
    ? Omit<Event, "sequences" | "time">
    : never
  : never;

function readPast(folder: string, sequences: number): Past {
  const { record } = readRun(folder);
  const known = listCheckpoints(folder).map((checkpoint) => checkpoint.sequences);
  if (!known.includes(sequences)) {
    const there = known.length === 0 ? "it has none" : `it has those at ${known.join(", ")}`;
    throw new UserError(`the run has no checkpoint at ${sequences} sequences: ${there}`, { file: folder });
  }
  const file = checkpointPath(folder, sequences);
  const checkpoint = { sequences, file, ...readSafetensors(file) };
  const step = checkedStep(checkpoint, record);
  const metrics = readMetrics(folder).lines.filter((line) => line.sequences <= sequences);
  return { record, checkpoint, step, metrics, losses: readLosses(folder).slice(0, step) };
}

function pastWarnings({ record: parent, step, losses }: Past, record: RunRecord): string[] {
  const warnings: string[] = [];
  const [was, is] = [parent.versions.runtime, record.versions.runtime];
  if (was !== is) {
    warnings.push(`the parent was made with the runtime "${was}", here there is "${is}": bits may differ`);
  }
  if (losses.length < step) {
    const lost = `the parent's losses of steps ${losses.length} to ${step - 1} are lost`;
    warnings.push(`${lost}; they read as not-a-number`);
  }
  return warnings;
}

function copyPast(writer: RunWriter, { metrics, losses, step }: Past): void {
  for (const line of metrics) writer.appendMetrics(line);
  const whole = new Float32Array(step).fill(Number.NaN);
  whole.set(losses);
  writer.appendLosses(whole);
}

/**
 * Which clamps hold no more and which hold now because of the fork. Ceased ones are no clamps of this run, whose own
 * may have the same ids: they are `parent:` and the id that they had in the parent.
 */
function clampChanges({ record, checkpoint, step }: Past, experiment: Experiment): ForkEvent[] {
  // Before the first step nothing holds: the trainer itself tells what begins then.
  if (step === 0) return [];
  const last = checkpoint.sequences - experiment.training.batch;
  const before = new ClampState(record.experiment);
  const clamps = checkpoint.metadata["clamps"];
  const problem = clamps === undefined ? null : before.restore(clamps);
  if (problem !== null) {
    throw new UserError(`the clamps of the checkpoint are unusable: ${problem}`, { file: checkpoint.file });
  }
  const held = before.activeAt(last);
  // The trainer takes these to have held in the step before.
  const holding = new ClampState(experiment).activeAt(last);
  const without = (some: readonly NamedClamp[], others: readonly NamedClamp[]) =>
    some.filter(({ clamp }) => !others.some((other) => isSameEffect(clamp, other.clamp)));
  return [
    ...without(held, holding).map(({ id, clamp }) => ({
      kind: "clamp-off" as const,
      id: `parent:${id}`,
      clamp,
    })),
    ...without(holding, held).map((named) => ({ kind: "clamp-on" as const, ...named })),
  ];
}

/** Windows say when a clamp holds, not what it does. */
function isSameEffect(a: NamedClamp["clamp"], b: NamedClamp["clamp"]): boolean {
  const [effectOfA, effectOfB] = [a, b].map((clamp) => ({ ...clamp, from: undefined, until: undefined }));
  return isDeepStrictEqual(effectOfA, effectOfB);
}
