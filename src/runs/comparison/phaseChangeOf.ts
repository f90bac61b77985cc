import { hasPhaseChange, phaseChangeLoss } from "../../measures/phaseChange.ts";
import type { ComparedRun } from "./compareRuns.ts";
import { eventsInForce } from "./eventsInForce.ts";

/**
 * Where a run's phase change was, in sequences: as its status says, else its events, else the first evaluation with a
 * train loss below 0.4 ln 2. Null where it has none yet, and for the toy model, which has none ever.
 */
export function phaseChangeOf({
  record,
  status,
  events,
  curves,
}: Pick<ComparedRun, "record" | "status" | "events" | "curves">): number | null {
  if (status?.phaseChange !== undefined && status.phaseChange !== null) return status.phaseChange;
  if (!hasPhaseChange(record.experiment)) return null;
  const event = eventsInForce(events).findLast(({ kind }) => kind === "phase-change");
  if (event?.kind === "phase-change") return event.at;
  const place = curves.columns["train.loss"]?.findIndex((loss) => loss < phaseChangeLoss) ?? -1;
  // A fork that begins below it had its phase change in its parent.
  if (place < 0 || (place === 0 && record.parent !== null)) return null;
  return curves.sequences[place] ?? null;
}
