import type { RunEntry } from "../execution/runEntry.ts";
import { badEnds } from "../execution/stateKinds.ts";
import { formatDuration, formatRate } from "../runs/comparison/formatNumbers.ts";
import type { RunState } from "../runs/runState.ts";
import { escapeMarkdown } from "./escapeMarkdown.ts";

/** What the status bar says. */
export interface StatusText {
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  /** For screen readers. */
  readonly spoken: string;
  readonly isWarning: boolean;
}

/**
 * One line for all runs: how many are running and how fast together, and the worst that has happened to one that
 * nobody has looked at since. Null where there are no runs.
 * @param unseen ids of runs that ended badly and were not looked at
 */
export function statusText(runs: readonly RunEntry[], unseen: ReadonlySet<string>): StatusText | null {
  if (runs.length === 0) return null;
  const running = runs.filter(({ state }) => state === "running");
  const rate = running.reduce((sum, { status }) => sum + (status?.rate ?? 0), 0);
  const counts = (["starting", "paused", "queued"] as const).flatMap((state) => count(runs, state));
  const missed = runs.filter(({ id }) => unseen.has(id));
  const worst = badEnds.flatMap((state) => count(missed, state)).slice(0, 1);
  const words = [
    ...(running.length > 0 ? [`${running.length} running`] : counts.slice(0, 1)),
    ...(rate > 0 ? [formatRate(rate)] : []),
    ...worst,
  ];
  if (words.length === 0) words.push("0 running");
  const icon = worst.length > 0 ? "$(warning)" : "$(beaker)";
  const lines = [
    ...running.map(line),
    ...counts,
    ...missed.map(({ name, state }) => `${escapeMarkdown(name)} ${state}`),
  ];
  return {
    text: `${icon} ${words.join(" · ")}`,
    tooltip: lines.length === 0 ? "Optoscope: no run is active" : lines.join("\n\n"),
    spoken: `Optoscope: ${words.join(", ")}`,
    isWarning: worst.length > 0,
  };
}

function count(runs: readonly RunEntry[], state: RunState): string[] {
  const number = runs.filter((run) => run.state === state).length;
  return number === 0 ? [] : [`${number} ${state}`];
}

function line({ name, status }: RunEntry): string {
  const parts = [escapeMarkdown(name)];
  if (status !== null && status.total > 0) {
    parts.push(`${Math.floor((100 * Math.min(status.sequences, status.total)) / status.total)} %`);
    if (status.secondsLeft !== null) parts.push(`${formatDuration(status.secondsLeft)} left`);
  }
  return parts.join(" · ");
}
