import { checkExperiment } from "./checkExperiment.ts";
import type { Experiment } from "./experimentSchema.ts";
import { overrideProblems, sweptOverrides } from "./overrideProblems.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import { problemLine, problemsError } from "./problemsError.ts";
import type { SweptExperiment } from "./sweepMember.ts";

/**
 * Fills in the defaults of an experiment given as an object (a preset, a call from other code) and checks it.
 * @param source what to call it in errors, such as `preset:base`
 * @param overrides values that replace those of `input` before anything is checked
 * @throws UserError naming every problem at once
 */
export function resolveExperiment(
  input: unknown,
  source: string,
  overrides: readonly Override[] = [],
): Experiment {
  return resolveSwept(input, source, overrides).experiment;
}

/** As `resolveExperiment`, with the experiments that it stands for by its sweep. */
export function resolveSwept(
  input: unknown,
  source: string,
  overrides: readonly Override[] = [],
): SweptExperiment {
  const changed = applyOverrides(input, overrides);
  const checked = checkExperiment(changed.input);
  const { experiment, problems } = checked;
  if (experiment && changed.failed.length === 0) {
    const swept = sweptOverrides(experiment, overrides);
    if (swept.length > 0) throw problemsError(source, swept);
    return { experiment, members: checked.members };
  }
  const { lines, others } = overrideProblems(problems, overrides, changed.failed);
  throw problemsError(source, [...lines, ...others.map((problem) => problemLine(source, problem))]);
}
