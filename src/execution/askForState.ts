import { appendRequest } from "../runs/appendRequest.ts";
import type { RunState } from "../runs/runState.ts";
import { UserError } from "../userError.ts";
import type { Conversation } from "./askTrainer.ts";
import { becomesTrue } from "./becomesTrue.ts";
import type { RunEntry } from "./runEntry.ts";

/**
 * Asks a run's trainer to pause or to go on, and waits until the run stands so. Another window may have asked for the
 * same a moment before: then there is no event that answers, and it does not matter.
 * @throws UserError when the run ends first, or does not stand so in time
 */
export async function askForState(
  { name, folder }: RunEntry,
  request: "pause" | "resume",
  { isActive, isListening, timeout }: Conversation,
  state: () => RunState,
): Promise<void> {
  const wanted = request === "pause" ? "paused" : "running";
  await becomesTrue(() => isListening() || !isActive(), timeout);
  appendRequest(folder, { kind: request });
  const isSo = () => state() === wanted;
  await becomesTrue(() => isSo() || !isActive(), timeout);
  if (isSo()) return;
  if (!isActive()) throw new UserError(`${name} ended before it could ${request}`);
  throw new UserError(`the trainer of ${name} did not answer within ${timeout / 1000} seconds`);
}
