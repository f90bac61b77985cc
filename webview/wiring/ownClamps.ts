import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { clampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { clampedHeads } from "../shared/clampedHeads.ts";

/** What a run clamps by itself at a place. */
export interface OwnClamps {
  /** All that holds there, in words. */
  readonly inForce: readonly string[];
  /** Heads that are ablated there. */
  readonly ablated: ReadonlySet<string>;
}

/** The clamps of a run that hold at a number of sequences, those of its experiment and those set while it ran. */
export function ownClamps({ record, events }: Pick<RunSnapshot, "record" | "events">, at: number): OwnClamps {
  const { model } = record.experiment;
  const holding = clampHistory(record, events).filter(({ spans }) =>
    spans.some(({ from, until }) => from <= at && at < (until ?? Infinity)),
  );
  const ablations = holding.filter(({ clamp }) => clamp.kind === "ablate");
  const spans = clampedHeads(ablations, (clamp) => describeClamp(clamp, model));
  return {
    inForce: holding.map(({ clamp }) => describeClamp(clamp, model)),
    ablated: new Set(spans.flatMap(({ heads }) => [...heads])),
  };
}
