import type { RunEntry } from "../../../src/execution/runEntry.ts";
import type { Clamp } from "../../../src/clamps/clamps.ts";
import type { ClampHistory } from "../../../src/runs/comparison/clampHistory.ts";
import { sampleMetrics, sampleRecord, sampleStatus } from "../runs/runFixtures.ts";

/** A run in the middle of its training. */
export function sampleEntry(changes: Partial<RunEntry> = {}): RunEntry {
  const record = sampleRecord();
  return {
    id: record.id,
    folder: "/somewhere/.optoscope/runs/2026-03-01-142530-base-7f3a",
    name: "base · L1H3 only",
    slot: 1,
    state: "running",
    status: sampleStatus({ sequences: 425_000, total: 1_000_000, rate: 1234, secondsLeft: 466 }),
    record,
    problem: null,
    metrics: sampleMetrics(425_000),
    clamps: [],
    experiment: record.experiment,
    group: null,
    ...changes,
  };
}

export const ablateL1H3: Clamp = { kind: "ablate", heads: ["L1H3"] };

/** A clamp that holds and was measured. */
export function sampleHistory(changes: Partial<ClampHistory> = {}): ClampHistory {
  return {
    id: "0",
    clamp: { kind: "previous-token", heads: ["L0H2", "L0H3"], strength: 1, positions: "all", from: 212_000 },
    isLive: true,
    state: "on",
    spans: [{ from: 212_032, until: null }],
    measured: { sequences: 212_032, deviation: 0, sites: ["blocks.0.attn.hook_pattern"] },
    ...changes,
  };
}
