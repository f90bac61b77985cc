import type { RunEntry } from "../execution/runEntry.ts";
import { describeValues } from "../runs/comparison/describeValues.ts";

/** Runs that were launched together. */
export interface EntryGroup {
  readonly id: string;
  readonly name: string;
  /** At least two, in the order of their values. */
  readonly runs: readonly RunEntry[];
}

/** The list of runs with groups in the place of their first member. A run of which no other of its group is left is alone. */
export function runGroups(runs: readonly RunEntry[]): readonly (RunEntry | EntryGroup)[] {
  const members = new Map<string, RunEntry[]>();
  for (const run of runs) {
    if (run.group === null) continue;
    const others = members.get(run.group.id);
    if (others === undefined) members.set(run.group.id, [run]);
    else others.push(run);
  }
  return runs.flatMap((run): (RunEntry | EntryGroup)[] => {
    const { group } = run;
    const all = group === null ? [] : (members.get(group.id) ?? []);
    if (group === null || all.length < 2) return [run];
    if (all[0] !== run) return [];
    return [{ id: group.id, name: group.name, runs: all.toSorted(byValues) }];
  });
}

/** Rows keep their places whatever becomes of the runs. */
function byValues(a: RunEntry, b: RunEntry): number {
  const [textA, textB] = [a, b].map(({ group, name }) => describeValues(group?.values ?? {}) || name);
  return textA!.localeCompare(textB!, "en", { numeric: true }) || (a.id < b.id ? -1 : 1);
}
