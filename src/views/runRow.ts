import type { RunEntry } from "../execution/runEntry.ts";
import { isActive } from "../execution/stateKinds.ts";
import { formatRate, formatSequences, formatValue } from "../runs/comparison/formatNumbers.ts";
import type { RunState } from "../runs/runState.ts";
import type { IconSpec } from "./iconSpec.ts";
import { isResumable } from "./isResumable.ts";
import { slotColor } from "./slotColor.ts";
import type { TreeRow } from "./treeRow.ts";

const warning: IconSpec = { id: "warning", color: "list.warningForeground" };

/** What the Runs view shows of a run. */
export function runRow(entry: RunEntry): TreeRow {
  const isBroken = isUnreadable(entry);
  const description = isBroken ? "cannot be read" : describe(entry);
  const words = description.startsWith(entry.state) ? [description] : [entry.state, description];
  return {
    label: entry.name,
    description,
    icon: isBroken || entry.problem !== null ? warning : icon(entry),
    contextValue: contextWords(entry, isBroken).join(" "),
    spoken: [entry.name, ...(isBroken ? [description] : words)].join(", "),
    isTicked: null,
  };
}

/** A queued or starting run has no folder yet, but its experiment. */
function isUnreadable({ record, experiment, problem }: RunEntry): boolean {
  return record === null && (experiment === null || problem !== null);
}

function describe(entry: RunEntry): string {
  const { state, status, metrics, problem } = entry;
  const loss = metrics?.sets.train?.loss;
  const progress = status === null || status.total === 0 ? null : `${percent(status)} %`;
  const parts = [
    stateWords(state, progress),
    loss === undefined ? null : `loss ${formatValue(loss)}`,
    state === "running" && status !== null && status.rate > 0 ? formatRate(status.rate) : null,
    state === "finished" && status?.phaseChange != null
      ? `phase change ${formatSequences(status.phaseChange)}`
      : null,
    problem === null ? null : "has a problem",
  ];
  return parts.filter((part) => part !== null).join(" · ");
}

/** Never 100 before the end. */
function percent({ sequences, total }: { sequences: number; total: number }): number {
  return Math.floor((100 * Math.min(sequences, total)) / total);
}

function stateWords(state: RunState, progress: string | null): string {
  switch (state) {
    case "running":
      return progress ?? state;
    case "paused":
    case "stopped":
    case "failed":
    case "diverged":
    case "crashed":
      return progress === null ? state : `${state} at ${progress}`;
    case "created":
      return "not begun";
    case "queued":
    case "starting":
    case "finished":
      return state;
  }
}

function icon({ state, slot }: RunEntry): IconSpec {
  const color = slotColor(slot);
  switch (state) {
    case "queued":
      return { id: "clock", color };
    case "starting":
      return { id: "loading~spin", color };
    case "running":
      return { id: "sync~spin", color };
    case "paused":
      return { id: "debug-pause", color };
    case "finished":
      return { id: "pass-filled", color };
    case "stopped":
      return { id: "stop-circle", color };
    case "created":
      return { id: "circle-large-outline", color };
    case "diverged":
      return { id: "flame", color: "list.warningForeground" };
    case "failed":
    case "crashed":
      return { id: "error", color: "list.errorForeground" };
  }
}

function contextWords(entry: RunEntry, isBroken: boolean): string[] {
  const { state } = entry;
  const active = isActive(state) ? ["active", state] : [];
  // A run whose record is damaged may still have a process to be stopped.
  if (isBroken) return ["run", "broken", ...active];
  if (state === "queued") return ["run", "queued"];
  if (active.length > 0) return ["run", ...active];
  return ["run", "ended", state, ...(isResumable(entry) ? ["resumable"] : [])];
}
