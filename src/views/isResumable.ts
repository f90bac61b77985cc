import type { RunEntry } from "../execution/runEntry.ts";
import { resumableStates } from "../execution/stateKinds.ts";

/** Whether a run can go on from its last checkpoint. */
export function isResumable({ state, record }: Pick<RunEntry, "state" | "record">): boolean {
  return record !== null && resumableStates.includes(state);
}
