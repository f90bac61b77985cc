import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../userError.ts";
import { readRun } from "./runReader.ts";
import type { RunRead } from "./runReader.ts";
import { systemErrorCode, withFileErrors } from "./withFileErrors.ts";

/** One line of the list of runs: a run folder that was read, or one with its problem. `id` is the folder's name. */
export type RunSummary =
  | (RunRead & { readonly id: string; readonly folder: string; readonly problem: null })
  | { readonly id: string; readonly folder: string; readonly problem: string };

/** Where runs go unless the user says otherwise: `.optoscope/runs` in the working directory. */
export function defaultRunsRoot(workingDirectory: string): string {
  return join(workingDirectory, ".optoscope", "runs");
}

/** A name as a part of a file name on any system: small letters, digits and single hyphens, at most 40. */
function slug(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const short = plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 40)
    .replace(/-$/, "");
  return short === "" ? "run" : short;
}

/**
 * A new run's id and folder, such as `2026-03-01-142530-base-7f3a`: the time in UTC, so that ids sort by age
 * everywhere, the name, and a random end. The folder does not exist yet.
 */
export function newRunFolder(root: string, name: string, now: Date): { id: string; folder: string } {
  const [date = "", time = ""] = now.toISOString().split("T");
  const start = `${date}-${time.slice(0, 8).replaceAll(":", "")}-${slug(name)}`;
  for (;;) {
    const id = `${start}-${randomBytes(2).toString("hex")}`;
    const folder = join(root, id);
    if (!existsSync(folder)) return { id, folder };
  }
}

/**
 * The ids of the runs in a folder, newest first: names of folders that do not begin with a dot. Nothing is read of
 * them. A missing root has no runs.
 * @throws UserError when the root cannot be listed
 */
export function runIds(root: string): string[] {
  const names = withFileErrors(root, "list the runs", () => {
    try {
      return readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .map((entry) => entry.name);
    } catch (error) {
      if (systemErrorCode(error) === "ENOENT") return [];
      throw error;
    }
  });
  return names
    .filter((name) => !name.startsWith("."))
    .sort()
    .reverse();
}

/**
 * The runs in a folder, newest first, as `runIds`. A folder that cannot be read as a run is in the list with its
 * problem.
 * @throws UserError when the root cannot be listed
 */
export function listRuns(root: string): RunSummary[] {
  return runIds(root).map((id) => summary(id, join(root, id)));
}

function summary(id: string, folder: string): RunSummary {
  try {
    return { id, folder, ...readRun(folder), problem: null };
  } catch (error) {
    if (error instanceof UserError) return { id, folder, problem: error.message };
    throw error;
  }
}
