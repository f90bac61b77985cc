import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { headGroups } from "./commandArguments.ts";
import { nameOf } from "./targetExperiment.ts";

/**
 * What a command about runs was called with; called on nodes of the Architecture view, the run that is shown there, or the
 * runs of the experiment.
 * @throws UserError where that experiment has not been run
 */
export function shownTargets(
  { architectureTree, library }: Services,
  args: readonly unknown[],
): readonly unknown[] {
  if (headGroups(args).length === 0) return args;
  const { subject } = architectureTree;
  if (subject?.kind === "run") return [subject.id];
  if (subject === null) return [];
  const file = nameOf(subject.item);
  const runs = library.runs.filter(({ record }) => record !== null && record.experimentFile === file);
  if (runs.length > 0) return [runs.map(({ id }) => id)];
  const { item } = subject;
  const name = item.kind === "file" ? item.name : item.preset.title;
  throw new UserError(`“${name}” has not been run yet: run it (Run Experiment), then look into its run.`);
}
