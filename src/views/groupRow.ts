import type { RunEntry } from "../execution/runEntry.ts";
import { badEnds, isActive } from "../execution/stateKinds.ts";
import { formatValue } from "../runs/comparison/formatNumbers.ts";
import { whyNot } from "./commands/runActions.ts";
import type { EntryGroup } from "./runGroups.ts";
import type { IconSpec } from "./iconSpec.ts";
import { isResumable } from "./isResumable.ts";
import type { TreeRow } from "./treeRow.ts";

/** What the Runs view shows of runs that were launched together: how many have finished, and their mean train loss. */
export function groupRow({ name, runs }: EntryGroup): TreeRow {
  const count = (fits: (run: RunEntry) => boolean) => runs.filter(fits).length;
  const losses = runs.flatMap(({ metrics }) => metrics?.sets.train?.loss ?? []).filter(Number.isFinite);
  const training = count(({ state }) => isActive(state));
  const bad = count(({ state }) => badEnds.includes(state));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  const description = [
    `${count(({ state }) => state === "finished")} of ${runs.length} finished`,
    ...(training > 0 ? [`${training} training`] : []),
    ...(bad > 0 ? [`${bad} failed`] : []),
    ...(losses.length > 0 ? [`mean loss ${formatValue(mean)}`] : []),
  ].join(" · ");
  return {
    label: name,
    description,
    icon: iconOf(training > 0, bad > 0),
    contextValue: contextWords(runs).join(" "),
    spoken: `group ${name}, ${description}`,
    isTicked: null,
  };
}

function iconOf(isTraining: boolean, hasFailed: boolean): IconSpec {
  if (hasFailed) return { id: "warning", color: "list.warningForeground" };
  return { id: isTraining ? "sync~spin" : "layers", color: null };
}

/** What can be done with at least one of them; `shown` where there are two to compare. */
function contextWords(runs: readonly RunEntry[]): string[] {
  const some = (fits: (run: RunEntry) => boolean, word: string) => (runs.some(fits) ? [word] : []);
  return [
    "group",
    ...(runs.filter((run) => whyNot("show", run) === null).length > 1 ? ["shown"] : []),
    ...some(({ state }) => isActive(state), "active"),
    ...some(({ state }) => state === "running", "running"),
    ...some(({ state }) => state === "paused", "paused"),
    ...some(({ state }) => state === "queued", "queued"),
    ...some((run) => whyNot("delete", run) === null, "ended"),
    ...some(isResumable, "resumable"),
  ];
}
