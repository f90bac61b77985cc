import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import type { ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import type { CompareView, ViewRun, ViewUnit } from "./compareView.ts";
import { meanPhaseChange } from "./meanPhaseChange.ts";

/** A row of the timeline: a clamp of a run, or a run without clamps. A group whose runs have the same is one run. */
export interface TimelineRow {
  readonly key: string;
  readonly run: ViewRun;
  /** Whether it is the first row of its run. */
  readonly isFirst: boolean;
  /** The clamp in words; null for a run that has none. */
  readonly clamp: string | null;
  readonly isLive: boolean;
  readonly state: ClampHistory["state"];
  /** In sequences of the run. */
  readonly spans: ClampHistory["spans"];
  /** What was measured of it, in words; null where nothing was. */
  readonly measured: string | null;
}

/** The rows of the timeline: each run's clamps in their order, runs as they were chosen. */
export function timelineRows({ units }: Pick<CompareView, "units">): TimelineRow[] {
  return units.flatMap(timelineRuns).flatMap((run): TimelineRow[] => {
    const rest = { run, isFirst: true, isLive: false, state: "off", spans: [], measured: null } as const;
    if (run.clamps.length === 0) return [{ ...rest, key: run.id, clamp: null }];
    return run.clamps.map(({ id, clamp, isLive, state, spans, measured }, index) => ({
      key: `${run.id}/${id}`,
      run,
      isFirst: index === 0,
      clamp: describeClamp(clamp, run.record.experiment.model),
      isLive,
      state,
      spans,
      measured:
        measured &&
        `largest deviation from what was set: ${measured.deviation}, measured at ${exactly(measured.sequences)}`,
    }));
  });
}

/** The runs that have rows of their own: one in place of a group whose runs all had the same clamps at the same time. */
function timelineRuns(unit: ViewUnit): readonly ViewRun[] {
  const { runs, isGroup, key, name } = unit;
  const [first] = runs;
  if (first === undefined || !isGroup || !haveSameClamps(runs)) return runs;
  const sequences = Math.max(...runs.map(({ summary }) => summary.sequences));
  const change = meanPhaseChange(unit);
  const phaseChange = change === null ? null : Math.round(change);
  const summary = { ...first.summary, sequences, phaseChange };
  const clamps = first.clamps.map((clamp) => ({ ...clamp, measured: worst(clamp.id, runs) }));
  return [{ ...first, id: key, name: `${name} (${runs.length} runs)`, summary, clamps }];
}

function haveSameClamps(runs: readonly ViewRun[]): boolean {
  // Aligned by their phase changes, the same place is another for each.
  const all = runs.map(({ clamps, origin }) =>
    JSON.stringify([origin, clamps.map(({ clamp, isLive, state, spans }) => [clamp, isLive, state, spans])]),
  );
  return new Set(all).size === 1;
}

/** What was measured of a clamp where it was furthest from what was set. */
function worst(id: string, runs: readonly ViewRun[]): ClampHistory["measured"] {
  const all = runs.flatMap(({ clamps }) => clamps.find((clamp) => clamp.id === id)?.measured ?? []);
  return all.reduce<ClampHistory["measured"]>(
    (most, one) => (most === null || one.deviation > most.deviation ? one : most),
    null,
  );
}

/** When a clamp held, in words. */
export function spansText({ spans, state, clamp, run }: TimelineRow): string {
  if (clamp === null) return "–";
  if (spans.length === 0) return state === "waiting" ? "waits for its window" : "never held";
  return spans
    .map(({ from, until }) => {
      if (until !== null) return `${exactly(from)} to ${exactly(until)}`;
      const isOver = !["running", "paused", "starting", "queued", "created"].includes(run.state);
      return `${exactly(from)} to ${isOver ? "the end" : "now"}`;
    })
    .join(", ");
}

/** What is said of a row when its bar is pointed at. */
export function rowTitle(row: TimelineRow): string {
  const parts = [`${row.run.name}: ${row.clamp ?? "no clamps"}`, spansText(row)];
  if (row.isLive) parts.push("set while the run was running");
  if (row.measured !== null) parts.push(row.measured);
  return parts.join("\n");
}

function exactly(sequences: number): string {
  return Math.abs(sequences) < 10_000 ? formatSequences(sequences) : sequences.toLocaleString("en-US");
}
