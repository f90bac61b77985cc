import type { RunEntry } from "../../execution/runEntry.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import { describeClamped } from "../../runs/comparison/describeClamped.ts";
import type { Choice } from "./askChoice.ts";

/** A run as an item of a quick pick: how far it is, and what it is made from. */
export function runChoice(run: RunEntry): Choice<RunEntry> {
  const { id, name, state, status, metrics, experiment } = run;
  const loss = metrics?.sets.train?.loss;
  const parts = [
    state,
    ...(status === null ? [] : [`${formatSequences(status.sequences)} of ${formatSequences(status.total)}`]),
    ...(loss === undefined ? [] : [`loss ${formatValue(loss)}`]),
  ];
  return { label: name, description: parts.join(" · "), detail: detailOf(id, experiment), choice: run };
}

function detailOf(id: string, experiment: RunEntry["experiment"]): string {
  if (experiment === null) return id;
  const { seeds } = experiment;
  const clamped = describeClamped(experiment).replace(/^none$/, "no clamps");
  return `${clamped} · seed ${seeds.init} · ${id}`;
}
