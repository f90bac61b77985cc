import type { RunRecord } from "../runs/runRecord.ts";
import type { SafetensorsContent } from "../runs/safetensors.ts";
import { UserError } from "../userError.ts";

/** A checkpoint as read from its file, which is named after the sequences. */
export interface ReadCheckpoint extends Pick<SafetensorsContent, "metadata"> {
  readonly sequences: number;
  readonly file: string;
}

/** The step of a checkpoint. @throws UserError when it is one of another run, or of another step than its name says */
export function checkedStep({ file, sequences, metadata }: ReadCheckpoint, record: RunRecord): number {
  const { experimentHash: hash = "none", step: stepText = "none" } = metadata;
  if (hash !== record.experimentHash) {
    throw new UserError(
      `this is no checkpoint of the run: expected that of the experiment ${record.experimentHash}, got ${hash}`,
      { file, place: "experimentHash" },
    );
  }
  const { batch } = record.experiment.training;
  const step = Number(stepText);
  if (!Number.isInteger(step) || step * batch !== sequences) {
    throw new UserError(
      `this is not the checkpoint that its name says: expected step × training.batch (${batch}) to be ${sequences}, ` +
        `got step ${stepText}`,
      { file, place: "step" },
    );
  }
  return step;
}

/** Where the phase change was seen before a checkpoint, in sequences; null if it was not. */
export function phaseChangeBefore({ metadata }: ReadCheckpoint): number | null {
  const text = metadata["phaseChange"];
  return text === undefined || text === "null" ? null : Number(text);
}
