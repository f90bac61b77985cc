import type { RunEvent } from "../runEvents.ts";
import type { RunRecord } from "../runRecord.ts";
import { canonicalJson } from "./canonicalJson.ts";
import type { AnyClamp } from "./describeClamp.ts";
import { eventsInForce } from "./eventsInForce.ts";

/** When a clamp held in a run, and what was measured of it. */
export interface ClampHistory {
  /** By which requests and events speak of it; unique in a run. One whose id went to another clamp has `#1`, … after it. */
  readonly id: string;
  readonly clamp: AnyClamp;
  /** Set while running, not of the experiment. */
  readonly isLive: boolean;
  /** One whose condition has switched it off waits for it to be met again. */
  readonly state: "waiting" | "on" | "off";
  /** From when to when it held, in sequences; `until` is null where it still holds, or held at the run's end. */
  readonly spans: readonly { readonly from: number; readonly until: number | null }[];
  /** The largest absolute deviation of its sites from what they were set to, when it last began to hold. */
  readonly measured: {
    readonly sequences: number;
    readonly deviation: number;
    readonly sites: readonly string[];
  } | null;
}

/**
 * Every clamp of a run: those of its experiment, then those that were set while it was running, in their order. What
 * was undone by going on from an earlier checkpoint is left out. `events`: all of the run so far.
 */
export function clampHistory(record: RunRecord, events: readonly RunEvent[]): ClampHistory[] {
  const histories = record.experiment.clamps.map((clamp, place) => new Growing(String(place), clamp, false));
  if (record.parent !== null && events.length > 0) {
    // A clamp that holds before and after the fork is no change to the trainer, which writes no event.
    const { sequences } = record.parent;
    const lastStep = sequences - record.experiment.training.batch;
    for (const history of histories) if (history.holdsAt(lastStep)) history.begin(sequences);
  }
  const inForce = eventsInForce(events);
  for (const event of inForce) take(histories, event);
  const now = inForce.at(-1)?.sequences ?? 0;
  for (const history of histories) history.endBy(now);
  return histories.map(({ id, clamp, isLive, state, spans, measured }) => ({
    ...{ id, clamp, isLive, state, spans, measured },
  }));
}

class Growing {
  id: string;
  readonly clamp: AnyClamp;
  readonly isLive: boolean;
  state: ClampHistory["state"] = "waiting";
  measured: ClampHistory["measured"] = null;
  readonly spans: { from: number; until: number | null }[] = [];

  constructor(id: string, clamp: AnyClamp, isLive: boolean) {
    this.id = id;
    this.clamp = clamp;
    this.isLive = isLive;
  }

  holdsAt(sequences: number): boolean {
    const { from, until, when } = this.clamp;
    // Only events tell when a condition was met.
    return (
      when === undefined &&
      (typeof from !== "number" || sequences >= from) &&
      (typeof until !== "number" || sequences < until)
    );
  }

  /** Does nothing where it is on: a resumed run may tell again what began to hold at its checkpoint. */
  begin(sequences: number): void {
    if (this.state !== "on") this.spans.push({ from: sequences, until: null });
    this.state = "on";
  }

  /** One whose window ends while its condition is not met has no event then. */
  endBy(sequences: number): void {
    const { until, when } = this.clamp;
    if (this.state === "waiting" && when !== undefined && typeof until === "number" && until <= sequences)
      this.state = "off";
  }

  end(sequences: number, isReleased: boolean): void {
    const open = this.spans.at(-1);
    if (open?.until === null) open.until = sequences;
    const { until, when } = this.clamp;
    const isOver = typeof until === "number" && sequences >= until;
    this.state = when === undefined || isReleased || isOver ? "off" : "waiting";
  }
}

function take(histories: Growing[], event: RunEvent): void {
  switch (event.kind) {
    case "clamp-set":
      current(histories, event).state = "waiting";
      break;
    case "clamp-on":
      current(histories, event).begin(event.sequences);
      break;
    case "clamp-off":
      histories.find(({ id }) => id === event.id)?.end(event.sequences, event.released === true);
      break;
    case "clamp-measured": {
      const { sequences, deviation, sites } = event;
      current(histories, event).measured = { sequences, deviation, sites };
      break;
    }
    default:
  }
}

/** The history that an event goes on with, or a new one where its id was given to another clamp. */
function current(histories: Growing[], event: { id: string; clamp: AnyClamp; sequences: number }): Growing {
  const { id, clamp, sequences } = event;
  const place = histories.findIndex((history) => history.id === id);
  const before = histories[place];
  if (before !== undefined) {
    if (canonicalJson(before.clamp) === canonicalJson(clamp)) return before;
    if (before.spans.length === 0) histories.splice(place, 1);
    else {
      before.end(sequences, true);
      let number = 1;
      while (histories.some((history) => history.id === `${id}#${number}`)) number++;
      before.id = `${id}#${number}`;
    }
  }
  const history = new Growing(id, clamp, true);
  histories.push(history);
  return history;
}
