import { readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { UserError } from "../userError.ts";
import type { LockHolder } from "./lockHolder.ts";
import { isHolderAlive, readLockHolder } from "./lockHolder.ts";
import { systemErrorCode, withFileErrors } from "./withFileErrors.ts";

/** How old a lock without readable content must be before it counts as left by a crash and not as being written. */
const unreadableGrace = 10_000;

/** Locks of this process: an id alone cannot tell it from an earlier process that had the same one. */
const heldHere = new Set<string>();

/** The exclusive right to write a run folder, held as a file. A lock left by a dead process is taken over. */
export class RunLock {
  readonly #file: string;
  readonly #content: string;

  private constructor(file: string, content: string) {
    this.#file = file;
    this.#content = content;
    heldHere.add(file);
  }

  /** Takes the lock. @throws UserError naming the process that holds it, or when the file cannot be written */
  static take(path: string): RunLock {
    const holder: LockHolder = { pid: process.pid, host: hostname(), started: new Date().toISOString() };
    const content = `${JSON.stringify(holder)}\n`;
    return withFileErrors(path, "lock the run", () => {
      // Two paths to one folder must be known as the same lock.
      const file = join(realpathSync(dirname(path)), basename(path));
      if (!createExclusively(file, content)) {
        removeStale(file);
        if (!createExclusively(file, content)) refuse(file);
      }
      return new RunLock(file, content);
    });
  }

  /** Gives the lock back. A second call changes nothing. @throws UserError when the file cannot be removed */
  release(): void {
    heldHere.delete(this.#file);
    withFileErrors(this.#file, "unlock the run", () => {
      if (readText(this.#file) === this.#content) rmSync(this.#file, { force: true });
    });
  }
}

function createExclusively(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "EEXIST") return false;
    // The file was created before its content did not fit.
    if (code === "ENOSPC" || code === "EDQUOT") rmSync(file, { force: true });
    throw error;
  }
}

/** Removes a stale lock; a second file makes sure that of two processes finding it only one does, and looks again. */
function removeStale(file: string): void {
  const guard = `${file}.takeover`;
  if (!isStale(file)) return;
  if (!createExclusively(guard, "")) {
    if (age(guard) > unreadableGrace) rmSync(guard, { force: true });
    return;
  }
  try {
    if (isStale(file)) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function isStale(file: string): boolean {
  const holder = readLockHolder(file);
  if (holder === null) return age(file) > unreadableGrace;
  if (holder.host === hostname() && holder.pid === process.pid) return !heldHere.has(file);
  return isHolderAlive(holder) === false;
}

function age(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 0 : Date.now() - stat.mtimeMs;
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function refuse(file: string): never {
  const holder = readLockHolder(file);
  const remedy = "If that is not so, delete this file.";
  if (holder === null)
    throw new UserError(`another process is just starting to write this run. ${remedy}`, { file });
  const who = `process ${holder.pid} on ${holder.host}, since ${holder.started}`;
  throw new UserError(`the run is being written by another process (${who}). ${remedy}`, { file });
}
