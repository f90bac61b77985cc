import { appendRequest } from "../runs/appendRequest.ts";
import type { RunEvent } from "../runs/runEvents.ts";
import { readEvents } from "../runs/runReader.ts";
import type { ClampRequest } from "../runs/runRequests.ts";
import { UserError } from "../userError.ts";
import { answerOf } from "./answerOf.ts";
import { becomesTrue } from "./becomesTrue.ts";
import type { RunEntry } from "./runEntry.ts";

/** How the conversation with a trainer goes on. */
export interface Conversation {
  /** Whether the run has a process, now. */
  readonly isActive: () => boolean;
  /** Whether that process reads requests, now. */
  readonly isListening: () => boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Writes a request into a run's folder and waits for the event by which its trainer answers.
 * @throws UserError with the trainer's words where it refuses; when it ends first, or does not answer in time
 */
export async function askTrainer(
  { name, folder }: RunEntry,
  request: ClampRequest,
  { isActive, isListening, timeout }: Conversation,
): Promise<RunEvent> {
  const end = Date.now() + timeout;
  await becomesTrue(() => isListening() || !isActive(), timeout);
  let byte = readEvents(folder).nextByte;
  appendRequest(folder, request);
  for (;;) {
    // Asked before the events are read: an answer is written before the process ends.
    const isOver = !isActive();
    const { lines, nextByte } = readEvents(folder, byte);
    byte = nextByte;
    for (const event of lines) {
      const answer = answerOf(request, event);
      if (answer === "done") return event;
      if (answer === "refused")
        throw new UserError(event.kind === "warning" ? event.message : `${name} refused`);
    }
    if (isOver) throw new UserError(`${name} ended before it answered`);
    if (Date.now() >= end) {
      throw new UserError(`the trainer of ${name} did not answer within ${timeout / 1000} seconds`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
