import type { RunEntry } from "../execution/runEntry.ts";

const resumable: readonly RunEntry["state"][] = ["created", "stopped", "crashed", "failed"];

/** Whether a run can go on from its last checkpoint. One that diverged would, to the bit, diverge again. */
export function isResumable({ state, record }: Pick<RunEntry, "state" | "record">): boolean {
  return record !== null && resumable.includes(state);
}
