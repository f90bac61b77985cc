import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { runPaths } from "../runs/runPaths.ts";

/** Removes the folder of a run that never began: one that holds nothing but the trainer's log. Others stay. */
export function removeUnbegun(folder: string): void {
  const { log } = runPaths(folder);
  try {
    if (readdirSync(folder).some((name) => name !== basename(log))) return;
    rmSync(log, { force: true });
    rmdirSync(folder);
  } catch {
    // It is gone already, or someone else has put something there: both are well.
  }
}
