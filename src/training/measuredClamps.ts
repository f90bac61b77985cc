import { isDeepStrictEqual } from "node:util";
import type { RunEvent } from "../runs/runEvents.ts";
import { readEvents } from "../runs/runReader.ts";
import { UserError } from "../userError.ts";
import type { NamedClamp } from "./clampState.ts";

/** Which clamps have been measured in a run before, by its events. Where these cannot be read, none has. */
export function measuredClamps(runFolder: string): (named: NamedClamp) => boolean {
  const measured = eventsOf(runFolder).filter((event) => event.kind === "clamp-measured");
  return ({ id, clamp }) =>
    measured.some((event) => event.id === id && isDeepStrictEqual({ ...event.clamp }, { ...clamp }));
}

function eventsOf(runFolder: string): readonly RunEvent[] {
  try {
    return readEvents(runFolder).lines;
  } catch (error) {
    // Damaged events are no reason not to train on: then it is measured once more.
    if (error instanceof UserError) return [];
    throw error;
  }
}
