import type { RunWriter } from "../runs/runWriter.ts";
import { clampTolerance } from "../runs/comparison/clampTolerance.ts";
import type { ClampEvent } from "./clampEvent.ts";

/** Writes what happened to clamps into the events of a run, with a warning for each that does not do what it says. */
export function reportClamps(writer: RunWriter, clampEvents: readonly ClampEvent[]): void {
  for (const event of clampEvents) {
    const time = new Date().toISOString();
    // JSON has no other numbers.
    const isWritable = event.kind !== "clamp-measured" || Number.isFinite(event.deviation);
    if (isWritable) writer.appendEvent({ ...event, time });
    if (event.kind !== "clamp-measured" || event.deviation <= clampTolerance) continue;
    const { id, sequences, deviation, sites } = event;
    const where = sites.join(", ");
    const problem = isWritable
      ? `deviates by up to ${deviation} from what the clamp sets it to`
      : "is not a number everywhere, so the clamp was not measured";
    writer.appendEvent({ kind: "warning", sequences, time, message: `clamp ${id}: ${where} ${problem}` });
  }
}
