import { canonicalJson } from "../../src/runs/comparison/canonicalJson.ts";
import { eventsInForce } from "../../src/runs/comparison/eventsInForce.ts";
import type { RunEvent } from "../../src/runs/runEvents.ts";

/**
 * From where on, in sequences, other clamps hold in a run than was known before: where the first was set, began or ended
 * that only one of two lists of its events has. Null where there is none.
 */
export function firstClampChange(before: readonly RunEvent[], now: readonly RunEvent[]): number | null {
  if (before === now) return null;
  const [old, fresh] = [changesOf(before), changesOf(now)];
  const places = [
    ...[...old].filter(([key]) => !fresh.has(key)),
    ...[...fresh].filter(([key]) => !old.has(key)),
  ].map(([, sequences]) => sequences);
  return places.length === 0 ? null : Math.min(...places);
}

function changesOf(events: readonly RunEvent[]): Map<string, number> {
  const isChange = ({ kind }: RunEvent): boolean =>
    kind === "clamp-set" || kind === "clamp-on" || kind === "clamp-off";
  return new Map(
    eventsInForce(events)
      .filter(isChange)
      .map((event) => [canonicalJson(event) ?? "", event.sequences]),
  );
}
