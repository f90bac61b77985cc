import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import type { RunEvent } from "../../src/runs/runEvents.ts";
import { clampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { eventsInForce } from "../../src/runs/comparison/eventsInForce.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import type { Band, Marker } from "./series.ts";
import { withoutWindow } from "./withoutWindow.ts";

/** Where clamps were on, for shading. With several runs in the runs' colours, and without names: the list has them. */
export function clampBands(runs: readonly RunSnapshot[]): Band[] {
  const isOne = runs.length === 1;
  const all = runs.flatMap(({ record, events, slot, status }) =>
    clampHistory(record, events).flatMap(({ clamp, spans }) =>
      spans.map(({ from, until }) => ({
        from,
        // One run is shorter than another: where it has not been, nothing was clamped.
        to: until ?? (isOne ? null : (status?.sequences ?? null)),
        label: isOne ? describeClamp(withoutWindow(clamp), record.experiment.model) : "",
        ...(isOne ? {} : { slot }),
      })),
    ),
  );
  // Members of a group have one colour: what all of them have is shaded once.
  const texts = all.map((band) => JSON.stringify(band));
  return isOne ? all : all.filter((_, i) => texts.indexOf(texts[i]!) === i);
}

/**
 * What happened in runs and can be seen in their curves. With several runs, lines have the runs' colours, and only the
 * first of a kind has a name.
 */
export function eventMarkers(runs: readonly RunSnapshot[]): Marker[] {
  const isOne = runs.length === 1;
  const all = runs.flatMap(({ events, slot }) => {
    const marks = eventsInForce(events).flatMap(marker);
    const unique = marks.filter(
      ({ at, kind }, i) => !marks.slice(0, i).some((earlier) => earlier.at === at && earlier.kind === kind),
    );
    return unique.map((mark) => ({ ...mark, slot }));
  });
  if (isOne)
    return all.map(({ at, kind, place }) => ({
      at,
      label: place === true ? `${kind} ${formatSequences(at)}` : kind,
    }));
  const first = (kind: string): number =>
    Math.min(...all.filter((mark) => mark.kind === kind).map(({ at }) => at));
  return all.map(({ at, kind, slot }) => ({ at, slot, label: at === first(kind) ? kind : "" }));
}

interface Mark {
  readonly at: number;
  readonly kind: string;
  /** Whether its place belongs into its name. */
  readonly place?: boolean;
}

function marker(event: RunEvent): Mark[] {
  switch (event.kind) {
    case "phase-change":
      return [{ at: event.at, kind: "phase change", place: true }];
    case "paused":
      return [{ at: event.sequences, kind: "paused" }];
    case "resumed":
      // After a pause it is where the pause is: one line says both.
      return event.checkpoint === undefined ? [] : [{ at: event.sequences, kind: "resumed from checkpoint" }];
    case "forked":
      return [{ at: event.sequences, kind: "forked" }];
    case "diverged":
      return [{ at: event.sequences, kind: "diverged" }];
    case "started":
    case "checkpoint":
    case "clamp-set":
    case "clamp-on":
    case "clamp-off":
    case "clamp-measured":
    case "stopped":
    case "finished":
    case "failed":
    case "warning":
      return [];
  }
}
