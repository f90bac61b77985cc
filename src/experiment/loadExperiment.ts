import { open, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../userError.ts";
import type { Override } from "./overrides.ts";
import { parseSwept } from "./parseExperiment.ts";
import type { SweptExperiment } from "./sweepMember.ts";

const maxBytes = 5_000_000;

/**
 * Reads and checks an experiment file.
 * @returns the experiment, those that it stands for by its sweep, and the absolute path of the folder that its relative
 *   paths start from
 * @throws UserError when the file cannot be read, is not UTF-8 text of at most 5 MB, or has problems (all at once)
 */
export async function loadExperiment(
  file: string,
  overrides: readonly Override[] = [],
): Promise<SweptExperiment & { readonly folder: string }> {
  const bytes = await readBounded(file);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UserError("expected JSON as UTF-8 text, got other bytes", { file }, { cause: error });
  }
  return { ...parseSwept(text, file, overrides), folder: dirname(resolve(file)) };
}

async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const status = await stat(file);
    if (status.isDirectory()) throw new UserError("expected an experiment file, got a folder", { file });
    // Opening a pipe or a device could wait forever.
    if (!status.isFile()) throw new UserError("expected an experiment file, got a special file", { file });
    const handle = await open(file);
    try {
      // One byte more than allowed shows that a file is too large, even one that grows while it is read.
      const buffer = new Uint8Array(Math.min(status.size, maxBytes) + 1);
      let filled = 0;
      for (let got = -1; got !== 0 && filled < buffer.length; filled += got) {
        got = (await handle.read(buffer, filled)).bytesRead;
      }
      if (filled > maxBytes) {
        throw new UserError("expected an experiment file of at most 5 MB, got a larger one", { file });
      }
      return buffer.subarray(0, filled);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(readFailure(error), { file }, { cause: error });
  }
}

function readFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      return "no such file; expected an experiment file (*.opto.json)";
    case "ENOTDIR":
      return "no such file: part of its path is not a folder";
    case "EACCES":
    case "EPERM":
      return "not allowed to read this file";
    default:
      return `cannot be read (${error instanceof Error ? error.message : String(error)})`;
  }
}
