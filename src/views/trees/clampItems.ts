import { experimentClampRow, runClampRow } from "../clampRow.ts";
import { experimentItemKey } from "../experimentItemKey.ts";
import { resolvedItem } from "../resolvedItem.ts";
import type { TreeRow } from "../treeRow.ts";
import type { ArchitectureSubject } from "./architectureSubject.ts";
import type { ClampItem } from "./clampItem.ts";
import type { SubjectSources } from "./shownSubject.ts";

/** A clamp with what is shown of it. */
export interface ClampEntry {
  readonly item: ClampItem;
  readonly row: TreeRow;
}

/** The clamps of a subject: of an experiment those in its file, of a run all that were set, in their order. */
export function clampItems(
  subject: ArchitectureSubject | null,
  { library, experiments }: SubjectSources,
): readonly ClampEntry[] {
  if (subject === null) return [];
  if (subject.kind === "run") {
    const entry = library.find(subject.id);
    const experiment = entry?.record?.experiment ?? entry?.experiment ?? null;
    if (entry === undefined || experiment === null) return [];
    return entry.clamps.map((history) => ({
      item: { kind: "run", run: entry.id, history },
      row: runClampRow(history, experiment.model),
    }));
  }
  const key = experimentItemKey(subject.item);
  const item = experiments.items.find((each) => experimentItemKey(each) === key);
  const experiment = item === undefined ? null : resolvedItem(item);
  if (item === undefined || experiment === null) return [];
  return experiment.clamps.map((clamp, index) => ({
    item: { kind: "experiment", item, index, clamp },
    row: experimentClampRow(clamp, experiment.model),
  }));
}
