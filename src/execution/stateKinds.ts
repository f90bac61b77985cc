import type { RunState } from "../runs/runState.ts";

/** Whether a run in this state has a process of its own. */
export function isActive(state: RunState): boolean {
  return state === "running" || state === "paused" || state === "starting";
}

/** Whether a run in this state has a process, or waits for one. */
export function isOngoing(state: RunState): boolean {
  return state === "queued" || isActive(state);
}

/** States of runs that came to a bad end, the worst first. */
export const badEnds: readonly RunState[] = ["crashed", "failed", "diverged"];

/** States from which a run goes on at its last checkpoint. One that diverged would, to the bit, diverge again. */
export const resumableStates: readonly RunState[] = ["created", "stopped", "crashed", "failed"];

/** Whether a run in this state has come to an end that its trainer has told. */
export function hasEnded(state: RunState): boolean {
  return state === "finished" || state === "stopped" || state === "failed" || state === "diverged";
}
