import { readLockHolder } from "../runs/lockHolder.ts";
import { runPaths } from "../runs/runPaths.ts";
import type { RunEntry } from "./runEntry.ts";

/**
 * Whether the process that trains a run reads its requests: one that is only starting takes those for an earlier one's
 * that were there before its first status.
 */
export function isListening({ folder, status }: RunEntry): boolean {
  return status !== null && readLockHolder(runPaths(folder).lock)?.pid === status.pid;
}
