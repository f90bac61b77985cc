import * as z from "zod";

/** A checkpoint of another run, as it is written in a clamp. */
export const checkpointSchema = z
  .string()
  .min(1)
  .max(1000)
  .describe(
    'A checkpoint: its file, relative to the experiment\'s ("runs/a/checkpoints/1000000.safetensors"), or run:HASH@SEQUENCES for a run with that experiment hash among the runs.',
  );

const pattern = /^run:([0-9a-f]{16})@(\d{1,12})$/;

/** A checkpoint of the run that has an experiment hash, or of a file. */
export type CheckpointReference =
  | { readonly kind: "run"; readonly experimentHash: string; readonly sequences: number }
  | { readonly kind: "file"; readonly path: string };

/** What a reference means. */
export function parseCheckpointReference(text: string): CheckpointReference {
  const [, experimentHash, sequences] = pattern.exec(text) ?? [];
  return experimentHash === undefined
    ? { kind: "file", path: text }
    : { kind: "run", experimentHash, sequences: Number(sequences) };
}

/** The reference to a checkpoint of a run by its experiment hash: the same wherever the run is. */
export function runCheckpoint(experimentHash: string, sequences: number): string {
  return `run:${experimentHash}@${sequences}`;
}
