import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import type { ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import type { CompareView, ViewRun } from "./compareView.ts";

/** A row of the timeline: a clamp of a run, or a run without clamps. */
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
export function timelineRows({ runs }: Pick<CompareView, "runs">): TimelineRow[] {
  return runs.flatMap((run): TimelineRow[] => {
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
