import { checkExperiment } from "./checkExperiment.ts";
import type { Experiment } from "./experimentSchema.ts";
import { overrideProblems } from "./overrideProblems.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import { problemLine, problemsError } from "./problemsError.ts";

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
  const changed = applyOverrides(input, overrides);
  const { experiment, problems } = checkExperiment(changed.input);
  if (experiment && changed.failed.length === 0) return experiment;
  const { lines, others } = overrideProblems(problems, overrides, changed.failed);
  throw problemsError(source, [...lines, ...others.map((problem) => problemLine(source, problem))]);
}
