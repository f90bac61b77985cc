import { clampHistory, type ClampHistory } from "../../runs/comparison/clampHistory.ts";
import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { eventsInForce } from "../../runs/comparison/eventsInForce.ts";
import type { RunEvent } from "../../runs/runEvents.ts";
import type { RunRecord } from "../../runs/runRecord.ts";

/** The clamps of a run at some time of its training. */
export interface ClampsAt {
  /** As an experiment has them that goes on from there. */
  readonly clamps: readonly AnyClamp[];
  /** Those among them that were set while it was running. */
  readonly live: readonly AnyClamp[];
  /** Those of its experiment that were released, or changed, while it was running. */
  readonly released: readonly AnyClamp[];
}

/**
 * The clamps that held in a run when so many sequences had been seen, or were yet to: with what was set and released
 * while it was running. `events`: all of the run so far.
 */
export function clampsAt(record: RunRecord, events: readonly RunEvent[], sequences: number): ClampsAt {
  const before = eventsInForce(events).filter((event) => event.sequences <= sequences);
  const histories = clampHistory(record, before);
  const isThere = (history: ClampHistory) => history.state !== "off" || isOver(history, sequences);
  const live = histories.filter(({ isLive, state }) => isLive && state !== "off").map(withStart);
  const own = histories.filter(({ isLive }) => !isLive);
  // A changed clamp that never held has no history.
  const replaced = record.experiment.clamps.filter(
    (clamp) => !own.some((history) => history.clamp === clamp),
  );
  return {
    clamps: [...own.filter(isThere).map(({ clamp }) => clamp), ...live],
    live,
    released: [...own.filter((history) => !isThere(history)).map(({ clamp }) => clamp), ...replaced],
  };
}

/** Whether a clamp of the experiment holds no more because its window has passed. */
function isOver({ isLive, clamp: { until } }: ClampHistory, sequences: number): boolean {
  return !isLive && typeof until === "number" && until <= sequences;
}

/** A clamp that was set while running, with the time from which it held, where it does not say that itself. */
function withStart({ clamp, spans }: ClampHistory): AnyClamp {
  const from = spans.at(-1)?.from ?? 0;
  // One with a condition has held from time to time: the condition says when.
  const isSaid = clamp["from"] !== undefined || clamp["when"] !== undefined;
  return isSaid || from === 0 ? clamp : { ...clamp, from };
}
