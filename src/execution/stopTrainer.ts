import { appendRequest } from "../runs/appendRequest.ts";
import { becomesTrue } from "./becomesTrue.ts";

/** What ends a trainer. */
export interface Stopping {
  /** Of the run. */
  readonly folder: string;
  /** Whether its process has ended, now. */
  readonly isOver: () => boolean;
  /** Whether that process reads requests, now. */
  readonly isListening: () => boolean;
  readonly signal: (signal: "SIGTERM" | "SIGKILL") => void;
  /** Milliseconds for each way. */
  readonly grace: number;
}

/**
 * Ends a trainer: by a request, then by SIGTERM, both of which save a checkpoint, and at last by SIGKILL. Returns whether
 * it has ended.
 */
export async function stopTrainer({
  folder,
  isOver,
  isListening,
  signal,
  grace,
}: Stopping): Promise<boolean> {
  await becomesTrue(() => isOver() || isListening(), grace);
  if (isListening()) {
    appendRequest(folder, { kind: "stop" });
    await becomesTrue(isOver, grace);
  }
  for (const name of ["SIGTERM", "SIGKILL"] as const) {
    if (isOver()) return true;
    signal(name);
    await becomesTrue(isOver, grace);
  }
  return isOver();
}
