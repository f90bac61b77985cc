import type { RunEnd } from "../execution/localPool.ts";
import { formatSequences } from "../runs/comparison/formatNumbers.ts";

/** What is said of a run that has ended. */
export interface EndMessage {
  readonly severity: "information" | "warning" | "error";
  readonly text: string;
}

/**
 * The message for the end of a run; null for one that its user stopped. `phaseChange` in sequences, undefined for a run
 * that can have none.
 */
export function endMessage(
  { name, state, reason }: RunEnd,
  phaseChange: number | null | undefined,
): EndMessage | null {
  const why = reason === null || reason === "" ? "" : `: ${reason}`;
  switch (state) {
    case "finished": {
      if (phaseChange === undefined) return { severity: "information", text: `${name} finished` };
      const change =
        phaseChange === null ? "no phase change" : `phase change at ${formatSequences(phaseChange)}`;
      return { severity: "information", text: `${name} finished: ${change}` };
    }
    case "diverged":
      return { severity: "warning", text: `${name} diverged${why}` };
    case "failed":
    case "crashed":
      return { severity: "error", text: `${name} ${state}${why}` };
    case "stopped":
    case "created":
    case "queued":
    case "starting":
    case "running":
    case "paused":
      return null;
  }
}
