import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { clampHistory, type ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { clampedHeads, type ClampSpan } from "../shared/clampedHeads.ts";

/** What clamps hold at a place of a run. */
export interface ClampsAt {
  /** In words, each once. */
  readonly all: readonly string[];
  /** By head, those that hold it by its name. */
  readonly heads: ReadonlyMap<string, readonly string[]>;
}

interface Known {
  readonly events: RunSnapshot["events"];
  readonly history: readonly ClampHistory[];
  readonly spans: readonly ClampSpan[];
}

// Asked for at each frame while a slider moves; events come much less often.
const known = new WeakMap<RunSnapshot["record"], Known>();

/** The clamps of a run that hold at a number of sequences, those of its experiment first. */
export function clampsAt({ record, events }: Pick<RunSnapshot, "record" | "events">, at: number): ClampsAt {
  const { model } = record.experiment;
  // When it held is said by where one looks.
  const describe = (clamp: ClampHistory["clamp"]): string =>
    describeClamp({ ...clamp, from: undefined, until: undefined, when: undefined }, model);
  let found = known.get(record);
  if (found?.events !== events) {
    const history = clampHistory(record, events);
    found = { events, history, spans: clampedHeads(history, describe) };
    known.set(record, found);
  }
  const all = found.history
    .filter(({ spans }) => spans.some(({ from, until }) => from <= at && at < (until ?? Infinity)))
    .map(({ clamp }) => describe(clamp));
  const heads = new Map<string, string[]>();
  for (const span of found.spans) {
    if (at < span.from || at >= span.until) continue;
    for (const head of span.heads) heads.set(head, [...(heads.get(head) ?? []), span.description]);
  }
  return { all: [...new Set(all)], heads };
}
