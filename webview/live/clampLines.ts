import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { clampHistory, type ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";

/** A clamp of a run in words. */
export interface ClampLine {
  readonly run: string;
  readonly id: string;
  /** What is clamped. */
  readonly what: string;
  /** Since when, and what was measured of it. */
  readonly how: string;
  readonly state: ClampHistory["state"];
  /** Whether it was set while running and can be released. */
  readonly canRelease: boolean;
}

/** All clamps of a run, those of its experiment first. */
export function clampLines(run: RunSnapshot): ClampLine[] {
  return clampHistory(run.record, run.events).map((clamp) => ({
    run: run.id,
    id: clamp.id,
    what: describeClamp(clamp.clamp, run.record.experiment.model),
    how: `${when(clamp)}${effect(clamp)}`,
    state: clamp.state,
    canRelease: clamp.isLive && clamp.state !== "off" && (run.state === "running" || run.state === "paused"),
  }));
}

function when({ state, spans }: ClampHistory): string {
  if (state === "waiting") return "waiting for its window";
  const past = spans.filter(({ until }) => until !== null);
  const current = spans.find(({ until }) => until === null);
  const stretches = past.map(
    ({ from, until }) => `${formatSequences(from)} – ${formatSequences(until ?? 0)}`,
  );
  const since =
    current === undefined
      ? []
      : [current.from === 0 ? "from the start" : `since ${formatSequences(current.from)}`];
  const all = [...stretches, ...since].join(", ");
  return state === "off" && all !== "" ? `was on ${all}` : all === "" ? "never on" : all;
}

function effect({ measured, spans }: ClampHistory): string {
  if (spans.length === 0) return "";
  if (measured === null) return ", not measured yet";
  const place = measured.sequences.toLocaleString("en-US");
  const sites = measured.sites.length === 0 ? "" : ` at ${measured.sites.join(", ")}`;
  return measured.deviation === 0
    ? `: equals its replacement${sites}, measured at ${place} (max deviation 0)`
    : `: differs from its replacement by at most ${measured.deviation.toPrecision(2)}${sites}, measured at ${place}`;
}
