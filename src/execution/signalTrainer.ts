import { hostname } from "node:os";
import { isHolderAlive, isHolderKnown, readLockHolder } from "../runs/lockHolder.ts";
import { runPaths } from "../runs/runPaths.ts";
import { systemErrorCode } from "../runs/withFileErrors.ts";
import { UserError } from "../userError.ts";
import { staleAfter } from "./judgeState.ts";
import type { RunEntry } from "./runEntry.ts";

/**
 * Sends a signal to the process that trains a run, whoever started it: but only if it is certain that the process is
 * that trainer, and not another one that got its number later. Does nothing where it has ended.
 * @throws UserError where that is not certain, or the process is on another machine or another user's
 */
export function signalTrainer({ folder, name, status }: RunEntry, signal: "SIGTERM" | "SIGKILL"): void {
  const holder = readLockHolder(runPaths(folder).lock);
  if (holder === null) return;
  const { pid, host } = holder;
  if (host !== hostname()) {
    throw new UserError(`${name} does not react, and its process ${pid} is on ${host}: end it there`);
  }
  if (isHolderAlive(holder) !== true) return;
  // A fresh sign of life proves it where the system does not tell when a process began.
  const saysSo = status?.pid === pid && Date.now() - Date.parse(status.heartbeat) < staleAfter;
  if (!isHolderKnown(holder) && !saysSo) {
    throw new UserError(
      `${name} does not react, and it is not certain that process ${pid} is its trainer: end it yourself`,
    );
  }
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (systemErrorCode(error) === "ESRCH") return;
    throw new UserError(
      `${name} does not react, and its process ${pid} cannot be ended`,
      {},
      { cause: error },
    );
  }
}
