import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { clampHistory, type ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { clampedHeads, type ClampSpan } from "./clampedHeads.ts";

/** What a run clamps by itself at a place of its training. */
export interface OwnClampsAt {
  /** In words, each once, those of its experiment first. */
  readonly all: readonly string[];
  /** By head, those that hold it: by its name, or with all of its layer. */
  readonly heads: ReadonlyMap<string, readonly string[]>;
  /** Heads that are ablated. */
  readonly ablated: ReadonlySet<string>;
  /** The place is of the run that this one was forked from: nothing is known of the clamps there, and all is empty. */
  readonly isBeforeFork: boolean;
}

/** What is said where `isBeforeFork`. */
export const beforeForkWords = "Before the fork: the clamps of the run it was forked from held here.";

interface Known {
  readonly record: RunSnapshot["record"];
  readonly history: readonly ClampHistory[];
  readonly spans: readonly ClampSpan[];
  readonly places: Map<number, OwnClampsAt>;
}

const mostPlaces = 500;
// Asked for at each frame while a slider moves; events come much less often.
const known = new WeakMap<RunSnapshot["events"], Known>();

/** The clamps of a run that hold at a number of sequences, those of its experiment and those set while it ran. */
export function ownClampsAt(run: Pick<RunSnapshot, "record" | "events">, at: number): OwnClampsAt {
  const of = knownOf(run);
  const found = of.places.get(at) ?? lookUp(of, at);
  if (of.places.size >= mostPlaces) of.places.clear();
  of.places.set(at, found);
  return found;
}

function knownOf({ record, events }: Pick<RunSnapshot, "record" | "events">): Known {
  const found = known.get(events);
  if (found?.record === record) return found;
  const history = clampHistory(record, events);
  const spans = clampedHeads(history, record.experiment.model, (clamp) => describe(clamp, record));
  const made = { record, history, spans, places: new Map<number, OwnClampsAt>() };
  known.set(events, made);
  return made;
}

function lookUp({ record, history, spans }: Known, at: number): OwnClampsAt {
  if (record.parent !== null && at < record.parent.sequences)
    return { all: [], heads: new Map(), ablated: new Set(), isBeforeFork: true };
  const holding = history.filter((clamp) =>
    clamp.spans.some(({ from, until }) => from <= at && at < (until ?? Infinity)),
  );
  const heads = new Map<string, string[]>();
  for (const span of spans) {
    if (at < span.from || at >= span.until) continue;
    for (const head of span.heads) heads.set(head, [...(heads.get(head) ?? []), span.description]);
  }
  const ablations = holding.filter(({ clamp }) => clamp.kind === "ablate");
  const ofAblations = clampedHeads(ablations, record.experiment.model, (clamp) => describe(clamp, record));
  return {
    all: [...new Set(holding.map(({ clamp }) => describe(clamp, record)))],
    heads,
    ablated: new Set(ofAblations.flatMap((span) => [...span.heads])),
    isBeforeFork: false,
  };
}

/** When it held is said by where one looks. */
function describe(clamp: ClampHistory["clamp"], { experiment }: RunSnapshot["record"]): string {
  return describeClamp({ ...clamp, from: undefined, until: undefined, when: undefined }, experiment.model);
}
