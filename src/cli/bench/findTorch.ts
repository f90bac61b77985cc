import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** A Python that has PyTorch. */
export interface Torch {
  /** The interpreter: a command or an absolute path. */
  readonly python: string;
  readonly version: string;
}

/** The first of the usual Pythons that can import PyTorch, or null. */
export async function findTorch(): Promise<Torch | null> {
  for (const python of ["python3", "/usr/bin/python3"]) {
    try {
      const { stdout } = await promisify(execFile)(python, ["-c", "import torch; print(torch.__version__)"], {
        timeout: 60_000,
      });
      return { python, version: stdout.trim() };
    } catch {
      // Not there, or without PyTorch: the next one.
    }
  }
  return null;
}
