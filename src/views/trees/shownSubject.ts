import type { RunEntry } from "../../execution/runEntry.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import type { MetricsLine } from "../../runs/metricsLine.ts";
import type { ExperimentItem } from "../experimentItem.ts";
import { experimentItemKey } from "../experimentItemKey.ts";
import { headMarks, plannedMarks, type HeadMark } from "../headMarks.ts";
import { resolvedItem } from "../resolvedItem.ts";
import { runRow } from "../runRow.ts";
import type { ArchitectureSubject } from "./architectureSubject.ts";

/** All that the Architecture view knows of its subject. */
export interface ShownSubject {
  readonly name: string;
  /** Null where it cannot be shown; `problem` says why. */
  readonly experiment: Experiment | null;
  readonly problem: string | null;
  readonly metrics: MetricsLine | null;
  readonly marks: ReadonlyMap<string, HeadMark>;
  /** Words for `when` clauses. */
  readonly context: string;
}

/** Where subjects are looked up. */
export interface SubjectSources {
  readonly library: { find(id: string): RunEntry | undefined };
  readonly experiments: { readonly items: readonly ExperimentItem[] };
}

/** The subject as it stands now; null where it is no more. */
export function shownSubject(
  subject: ArchitectureSubject,
  { library, experiments }: SubjectSources,
): ShownSubject | null {
  if (subject.kind === "run") {
    const entry = library.find(subject.id);
    return entry === undefined ? null : shownRun(entry);
  }
  const key = experimentItemKey(subject.item);
  const item = experiments.items.find((each) => experimentItemKey(each) === key);
  return item === undefined ? null : shownItem(item);
}

function shownRun(entry: RunEntry): ShownSubject {
  const { name, record, problem, metrics } = entry;
  const experiment = record?.experiment ?? entry.experiment;
  return {
    name,
    experiment,
    problem: experiment === null ? (problem ?? "This run cannot be read.") : null,
    metrics,
    marks: marksOf(entry, experiment),
    context: runRow(entry).contextValue,
  };
}

function marksOf({ record, clamps }: RunEntry, experiment: Experiment | null): ShownSubject["marks"] {
  if (experiment === null) return new Map();
  const { model } = experiment;
  return record === null ? plannedMarks(experiment.clamps, model) : headMarks(clamps, model);
}

function shownItem(item: ExperimentItem): ShownSubject {
  const experiment = resolvedItem(item);
  return {
    name: item.kind === "file" ? item.name : item.preset.name,
    experiment,
    problem: item.kind === "file" ? item.problem : null,
    metrics: null,
    marks: experiment === null ? new Map() : plannedMarks(experiment.clamps, experiment.model),
    context: `experiment ${item.kind}`,
  };
}
