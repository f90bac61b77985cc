import { readFileSync } from "node:fs";
import { hostname, uptime } from "node:os";
import * as z from "zod";
import { systemErrorCode } from "./withFileErrors.ts";

const holderSchema = z.object({ pid: z.int().positive(), host: z.string(), started: z.iso.datetime() });

/** The process that writes a run: content of `lock.json`. `started` is when it took the lock (ISO 8601). */
export type LockHolder = Readonly<z.infer<typeof holderSchema>>;

/** How far clocks may be apart, or be set, in milliseconds. */
const clockSlack = 60_000;

/** Who holds a lock; null where there is none, or its file cannot be read. */
export function readLockHolder(file: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** Whether a lock's holder runs: null where it is on another machine, of whose processes nothing is known. */
export function isHolderAlive(holder: LockHolder): boolean | null {
  if (holder.host !== hostname()) return null;
  const started = Date.parse(holder.started);
  if (started + clockSlack < bootTime() || !exists(holder.pid)) return false;
  const found = lookUp(holder.pid);
  // A process that began after the lock was taken has only its number in common with the holder.
  return found === null || (!found.hasEnded && found.begun <= started + clockSlack);
}

/** Whether `isHolderAlive` is sure that it is that process, and not another one of the same number. */
export function isHolderKnown(holder: LockHolder): boolean {
  return isHolderAlive(holder) === true && lookUp(holder.pid) !== null;
}

function bootTime(): number {
  return Date.now() - uptime() * 1000;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== "ESRCH";
  }
}

/** When a process began (ms since 1970), and whether only its exit code is left; null where the system does not tell. */
function lookUp(pid: number): { begun: number; hasEnded: boolean } | null {
  if (process.platform !== "linux") return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name, which may hold spaces and brackets; the state is the third.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ticks = Number(fields[22 - 3]);
    if (!Number.isFinite(ticks)) return null;
    // Field 22 (`man 5 proc`): ticks of 10 ms since the machine was started.
    return { begun: bootTime() + ticks * 10, hasEnded: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return null;
  }
}
