import type { RunEntry } from "../../execution/runEntry.ts";
import { groupRow } from "../groupRow.ts";
import { runGroups } from "../runGroups.ts";
import { runRow } from "../runRow.ts";
import type { TreeRow } from "../treeRow.ts";

/** What the Runs view shows, by key: a run's id, or `group:` and a group's. */
export interface RunsTreeModel {
  /** In the order in which they would stand with all groups unfolded. */
  readonly rows: ReadonlyMap<string, TreeRow>;
  /** Keys of what is not inside of a group. */
  readonly top: readonly string[];
  /** By a group's key, ids of its runs. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** The key of a group's row. */
export function groupKey(id: string): string {
  return `group:${id}`;
}

/** Makes the rows of the Runs view: groups in the place of their first member, with their members below. */
export function runsTreeModel(runs: readonly RunEntry[]): RunsTreeModel {
  const rows = new Map<string, TreeRow>();
  const members = new Map<string, readonly string[]>();
  const top = runGroups(runs).map((each) => {
    if (!("runs" in each)) {
      rows.set(each.id, runRow(each));
      return each.id;
    }
    const key = groupKey(each.id);
    rows.set(key, groupRow(each));
    for (const run of each.runs) rows.set(run.id, memberRow(run, each.name));
    members.set(
      key,
      each.runs.map(({ id }) => id),
    );
    return key;
  });
  return { rows, top, members };
}

/** A run below its group's row, without the name that the row above already says. */
function memberRow(run: RunEntry, group: string): TreeRow {
  const row = runRow(run);
  const shared = `${group} · `;
  return row.label.startsWith(shared) ? { ...row, label: row.label.slice(shared.length) } : row;
}
