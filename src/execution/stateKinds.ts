import type { RunState } from "../runs/runState.ts";

/** Whether a run in this state has a process of its own. */
export function isActive(state: RunState): boolean {
  return state === "running" || state === "paused" || state === "starting";
}

/** Whether a run in this state has come to an end that its trainer has told. */
export function hasEnded(state: RunState): boolean {
  return state === "finished" || state === "stopped" || state === "failed" || state === "diverged";
}
