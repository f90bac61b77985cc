import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import type { SequenceSetName } from "../../src/measures/measureValues.ts";

/** The sets of sequences that heads can be looked at on, in the order in which they are offered. */
export const measuredSets: readonly SequenceSetName[] = ["train", "relabel", "exemplar", "class", "all"];

const titles: Readonly<Record<SequenceSetName, string>> = {
  train: "Train",
  relabel: "Relabel",
  exemplar: "Exemplar",
  class: "Class",
  all: "All training sequences",
};

/** The name of a set, as it is offered. */
export function setTitle(set: SequenceSetName): string {
  return titles[set];
}

/** The sets that an experiment's data have, told by what was evaluated; before the first evaluation, those that all have. */
export function setsOf({ curves }: Pick<RunSnapshot, "curves">): SequenceSetName[] {
  const owners = new Set(Object.keys(curves.columns).map((key) => key.slice(0, key.indexOf("."))));
  return measuredSets.filter((set) => set === "train" || set === "all" || owners.has(set));
}
