import type { RunEvent } from "../runEvents.ts";

/**
 * The events of a run that still hold. A run that goes on from a checkpoint has undone what happened after that: such
 * events stay in its file, and are left out here. `events`: all of the run, in the order of the file.
 */
export function eventsInForce(events: readonly RunEvent[]): RunEvent[] {
  let held: RunEvent[] = [];
  let isPaused = false;
  for (const event of events) {
    if (event.kind === "paused") isPaused = true;
    else if (event.kind === "resumed") {
      if (event.checkpoint !== undefined) held = upToCheckpoint(held, event.checkpoint, event.sequences);
      // Without a checkpoint it began again, unless it only waited.
      else if (!isPaused) held = held.filter(({ sequences }) => sequences < event.sequences);
      isPaused = false;
    }
    held.push(event);
  }
  return held;
}

/**
 * The order in the file tells more than the sequences: what was changed by request right after a checkpoint has the same
 * sequences and is not in it. Windows spell paths with backslashes.
 */
function upToCheckpoint(events: readonly RunEvent[], file: string, sequences: number): RunEvent[] {
  const name = (path: string) => path.replaceAll("\\", "/");
  const at = events.findLastIndex((event) => event.kind === "checkpoint" && name(event.file) === name(file));
  return at >= 0 ? events.slice(0, at + 1) : events.filter((event) => event.sequences <= sequences);
}
