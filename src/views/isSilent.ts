import { staleAfter } from "../execution/judgeState.ts";
import type { RunEntry } from "../execution/runEntry.ts";

/** Whether the trainer of a run is there and gives no sign of life. `now` in milliseconds since 1970. */
export function isSilent({ state, problem, status }: RunEntry, now: number): boolean {
  if (state !== "running" && state !== "paused") return false;
  return problem !== null && status !== null && now - Date.parse(status.heartbeat) > staleAfter;
}
