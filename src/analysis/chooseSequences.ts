import { availableSets, SequenceSampler } from "../data/sequenceSampler.ts";
import type { SequenceSource } from "../data/trainingSequences.ts";
import { trainingSequences } from "../data/trainingSequences.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import type { MeasuredOn, SequenceSetName } from "../measures/measureValues.ts";
import { UserError } from "../userError.ts";

/** Sequences to measure on, and what is said of them. */
export interface ChosenSequences {
  readonly source: SequenceSource;
  readonly on: MeasuredOn;
}

/** The sequences of a set. @throws UserError where the experiment's data have no such set */
export function chooseSequences(experiment: Experiment, set: SequenceSetName): ChosenSequences {
  const { data, seeds, evaluation } = experiment;
  if (set === "all") {
    const source = trainingSequences({ data, seeds });
    return { source, on: { set, count: source.count, exact: source.exact } };
  }
  const available = availableSets(data);
  if (!available.includes(set)) {
    throw new UserError(
      `option sequences: the experiment has no set ${set}, only all, ${available.join(", ")}`,
    );
  }
  const sampler = new SequenceSampler(data, { kind: "evaluation", set }, seeds);
  const source = {
    count: evaluation.sequences,
    distinctExemplars: sampler.distinctExemplars,
    fill: sampler.fill.bind(sampler),
  };
  return { source, on: { set, count: source.count, exact: false } };
}
