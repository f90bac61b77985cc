import { existsSync, readdirSync, renameSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { systemErrorCode, withFileErrors } from "../runs/withFileErrors.ts";

const prefix = ".deleting-";

/**
 * Deletes a run folder. It gets a name that is never listed first, so that nobody sees a half of it; what is left of
 * that when this process dies is removed by `removeLeftovers`.
 * @throws UserError when it cannot be renamed or deleted
 */
export async function deleteRun(folder: string): Promise<void> {
  const doomed = join(dirname(folder), `${prefix}${basename(folder)}`);
  if (existsSync(doomed)) await remove(doomed);
  withFileErrors(folder, "delete the run folder", () => {
    renameSync(folder, doomed);
  });
  await remove(doomed);
}

/** Removes what broken-off deletions have left in the folder of runs. Does what it can, and never fails. */
export async function removeLeftovers(root: string): Promise<void> {
  let names: string[];
  try {
    names = readdirSync(root).filter((name) => name.startsWith(prefix));
  } catch {
    return;
  }
  await Promise.allSettled(names.map((name) => rm(join(root, name), { recursive: true, force: true })));
}

async function remove(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    withFileErrors(folder, "delete the folder", () => {
      throw error;
    });
  }
}
