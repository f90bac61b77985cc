import { dirname, resolve } from "node:path";
import type { CheckpointReference } from "../clamps/checkpointReference.ts";
import { parseCheckpointReference } from "../clamps/checkpointReference.ts";
import type { Clamp } from "../clamps/clamps.ts";
import type { Donor, Donors } from "../clamps/donor.ts";
import type { ModelShape } from "../model/modelShape.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { listCheckpoints } from "../runs/checkpointFiles.ts";
import { isUnaltered } from "../runs/isUnaltered.ts";
import { listRuns } from "../runs/runCatalogue.ts";
import { readRun } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { readSafetensors } from "../runs/safetensors.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { UserError } from "../userError.ts";
import { checkedStep } from "./checkpointPlace.ts";
import { tensorData } from "./checkpointTensors.ts";
import { ClampState } from "./clampState.ts";

/** Where grafts look for their checkpoints, and what they are for. */
export interface DonorPlaces {
  /** Base of relative paths. */
  readonly folder: string;
  /** Where runs are that are named by their experiment hash. */
  readonly runsRoot: string;
  /** The model that is grafted, and its runtime, which gets the donors' weights. */
  readonly shape: ModelShape;
  readonly runtime: Runtime;
}

/** Finds the models that grafts name. Each is read when it is first asked for. */
export function findDonors(places: DonorPlaces): Donors {
  const known = new Map<string, Donor>();
  return (checkpoint) => {
    const donor = known.get(checkpoint) ?? readDonor(checkpoint, places);
    known.set(checkpoint, donor);
    return donor;
  };
}

/**
 * Reads every checkpoint that clamps name, so that a missing one is told before anything is trained.
 * @throws UserError naming the file, and what does not fit
 */
export function loadDonors(clamps: readonly Clamp[], donors: Donors): void {
  for (const clamp of clamps) {
    if (clamp.kind === "graft-in") checkLayer(clamp.throughLayer, donors(clamp.checkpoint), clamp.checkpoint);
    if (clamp.kind === "graft-out") checkLayer(clamp.fromLayer, donors(clamp.checkpoint), clamp.checkpoint);
  }
}

function checkLayer(layer: number, { model }: Donor, checkpoint: string): void {
  if (layer < model.layers) return;
  throw new UserError(`it has ${model.layers} layers, and layer ${layer} is to be grafted`, {
    file: checkpoint,
  });
}

function readDonor(checkpoint: string, { folder, runsRoot, shape, runtime }: DonorPlaces): Donor {
  const file = checkpointFile(parseCheckpointReference(checkpoint), folder, runsRoot);
  const runFolder = dirname(dirname(file));
  const sequences = listCheckpoints(runFolder).find((each) => each.file === file)?.sequences;
  if (sequences === undefined) {
    throw new UserError(
      "there is no such checkpoint; expected a file RUN_FOLDER/checkpoints/SEQUENCES.safetensors",
      { file },
    );
  }
  const { record } = readRun(runFolder);
  const content = readSafetensors(file);
  checkedStep({ file, sequences, metadata: content.metadata }, record);
  const { model } = record.experiment;
  checkFit(record, shape, file);
  const specs = parameterSpecs({ ...shape, ...model });
  const prefix = `${checkpoint} `;
  for (const spec of specs) {
    const data = tensorData(content.tensors, spec.name, spec.shape, file);
    runtime.defineFixed({ ...spec, name: prefix + spec.name }, data);
  }
  return { model, prefix, clamps: heldClamps(record, sequences, content.metadata["clamps"], file) };
}

function checkpointFile(reference: CheckpointReference, folder: string, runsRoot: string): string {
  if (reference.kind === "file") return resolve(folder, reference.path);
  const { experimentHash, sequences } = reference;
  for (const run of listRuns(runsRoot)) {
    if (run.problem !== null || run.record.experimentHash !== experimentHash) continue;
    const found = listCheckpoints(run.folder).find((each) => each.sequences === sequences);
    if (found !== undefined && isUnaltered(run.folder, run.record)) return found.file;
  }
  throw new UserError(
    `no run here has the experiment hash ${experimentHash} and a checkpoint at ${sequences} sequences: train it first`,
    { file: runsRoot },
  );
}

/** What two models must have in common for one to go on with what the other computes of the same sequences. */
function checkFit({ experiment: { model, data, toy } }: RunRecord, shape: ModelShape, file: string): void {
  if (toy !== undefined) throw new UserError("a run of the toy model has no layers to graft", { file });
  const pairs = model.positions === "learned" ? ([["data.pairs", data.pairs, shape.pairs]] as const) : [];
  const compared = [
    ["model.width", model.width, shape.width],
    ["data.labels", data.labels, shape.labels],
    ...pairs,
  ] as const;
  for (const [place, theirs, ours] of compared) {
    if (theirs !== ours)
      throw new UserError(`expected a checkpoint of a model with ${place} ${ours}, got ${theirs}`, { file });
  }
}

/** The clamps of the step that the checkpoint was made after. */
function heldClamps(record: RunRecord, sequences: number, text: string | undefined, file: string): Clamp[] {
  const state = new ClampState(record.experiment);
  const problem = text === undefined ? null : state.restore(text);
  if (problem !== null)
    throw new UserError(`the clamps of the checkpoint are unusable: ${problem}`, { file });
  const last = Math.max(0, sequences - record.experiment.training.batch);
  const held = state.activeAt(last).map(({ clamp }) => clamp);
  if (held.some(({ kind }) => kind === "graft-in" || kind === "graft-out"))
    throw new UserError("a model that is grafted itself cannot be grafted", { file });
  return held;
}
