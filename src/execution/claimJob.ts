import { existsSync, readdirSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import { isHolderAlive, readLockHolder } from "../runs/lockHolder.ts";
import { makeFolder } from "../runs/makeFolder.ts";
import { runPaths } from "../runs/runPaths.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";

/**
 * Whose a job is: `ours`, to be started now; `begun` by another window; or `beginning`, because another window seems to
 * be starting it right now: if nothing comes of that within ten seconds, it is ours.
 */
export type Claim = "ours" | "begun" | "beginning";

/** Milliseconds for which an empty run folder counts as one that another window has just made. */
const claimTime = 10_000;

/**
 * Claims a job, because windows that share a queue may all want to start it: the run folder is made here, and only one
 * of them can make it.
 * @throws UserError when the folder cannot be made
 */
export function claimJob({ kind, runFolder }: TrainerJob, now = Date.now()): Claim {
  const { lock, record, log } = runPaths(runFolder);
  const holder = readLockHolder(lock);
  if (holder !== null && isHolderAlive(holder) === true) return "begun";
  if (kind === "resume") return "ours";
  return withFileErrors(runFolder, "make the run's folder", () => {
    if (makeFolder(runFolder)) return "ours";
    if (existsSync(record)) return "begun";
    // With anything else in it, it is not a folder that was made for this, and the trainer says so.
    const isBare = readdirSync(runFolder).every((name) => name === basename(log));
    return isBare && now - statSync(runFolder).ctimeMs < claimTime ? "beginning" : "ours";
  });
}
