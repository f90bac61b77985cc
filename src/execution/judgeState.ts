import type { LockHolder } from "../runs/lockHolder.ts";
import type { RunState } from "../runs/runState.ts";
import type { RunStatus } from "../runs/runStatus.ts";

/** Milliseconds without a heartbeat after which a trainer of which nothing else is known counts as dead. */
export const staleAfter = 30_000;

/** What can be seen of a run and of the process that writes it. */
export interface Signs {
  readonly status: RunStatus | null;
  /** Why the status cannot be read. */
  readonly statusProblem: string | null;
  readonly holder: LockHolder | null;
  /** Whether the holder of the lock lives: null where that cannot be known, because it is on another machine. */
  readonly isAlive: boolean | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** How a run stands, by its status and by whether there is a process behind it. */
export function judgeState(signs: Signs): { readonly state: RunState; readonly problem: string | null } {
  const { status, statusProblem, holder, isAlive, now } = signs;
  const hasProcess = holder !== null && isAlive !== false;
  if (status === null) {
    const whileAlive = statusProblem === null ? "starting" : "running";
    return { state: hasProcess ? whileAlive : "crashed", problem: statusProblem };
  }
  const { state, heartbeat, pid } = status;
  const isStale = now - Date.parse(heartbeat) > staleAfter;
  const lives = hasProcess && !(isAlive === null && isStale);
  switch (state) {
    case "created":
      return { state: lives ? "starting" : "created", problem: null };
    case "running":
    case "paused": {
      if (!lives) return { state: "crashed", problem: null };
      // A new process has taken the run over and has said nothing yet.
      if (holder.pid !== pid) return { state: "starting", problem: null };
      const silence = `no sign of life since ${heartbeat}: its process ${pid} is there, but does not go on`;
      return { state, problem: isStale ? silence : null };
    }
    default:
      return { state, problem: null };
  }
}
