import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runPaths } from "./runPaths.ts";
import { systemErrorCode, withFileErrors } from "./withFileErrors.ts";

/** A checkpoint of a run: how many sequences it had seen, and the file's path. */
export interface CheckpointFile {
  readonly sequences: number;
  readonly file: string;
}

/** Path of the checkpoint of a run folder at a number of sequences. */
export function checkpointPath(folder: string, sequences: number): string {
  return join(runPaths(folder).checkpoints, `${sequences}.safetensors`);
}

/** The names in a run's folder of checkpoints; none where the folder is missing. @throws UserError if unreadable */
export function checkpointNames(folder: string): string[] {
  const { checkpoints } = runPaths(folder);
  return withFileErrors(checkpoints, "list the checkpoints", () => {
    try {
      return readdirSync(checkpoints);
    } catch (error) {
      if (systemErrorCode(error) === "ENOENT") return [];
      throw error;
    }
  });
}

/**
 * The checkpoints of a run folder, oldest first, unread: any may be damaged. Temporary files are not among them.
 * @throws UserError when the folder cannot be listed
 */
export function listCheckpoints(folder: string): CheckpointFile[] {
  return checkpointNames(folder)
    .filter((name) => /^(0|[1-9]\d{0,14})\.safetensors$/.test(name))
    .map((name) => ({ sequences: parseInt(name, 10), file: join(runPaths(folder).checkpoints, name) }))
    .sort((a, b) => a.sequences - b.sequences);
}
