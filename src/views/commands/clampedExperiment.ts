import { checkExperiment } from "../../experiment/checkExperiment.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { formatKeyPath } from "../../experiment/keyPath.ts";
import type { Problem } from "../../experiment/problem.ts";
import { clampSchema } from "../../clamps/clamps.ts";
import { describeClamp } from "../../runs/comparison/describeClamp.ts";
import { UserError } from "../../userError.ts";

/**
 * The experiment of a run under another name and with more clamps after its own.
 * @throws UserError in words without places in a list that nobody has seen, where it is not possible
 */
export function clampedExperiment(of: Experiment, name: string, clamps: readonly unknown[]): Experiment {
  const all: readonly unknown[] = [...of.clamps, ...clamps];
  const input = { ...of, name, clamps: all };
  // One of a sweep has the values of its place in it.
  delete input.sweep;
  const { experiment, problems } = checkExperiment(input);
  if (experiment !== undefined) return experiment;
  const words = problems.map((problem) => problemWords(problem, (place) => clampWords(all[place], of)));
  throw new UserError(`This experiment is not possible: ${words.join("; ")}`);
}

function clampWords(given: unknown, { model }: Experiment): string | null {
  const clamp = clampSchema.safeParse(given).data;
  return clamp === undefined ? null : `“${describeClamp(clamp, model)}”`;
}

function problemWords({ path, message }: Problem, wordsOf: (place: number) => string | null): string {
  const text = message.replaceAll(
    /clamps\[(\d+)\] \([^()]*\)/g,
    (written, place: string) => wordsOf(Number(place)) ?? written,
  );
  const [list, place] = path;
  const words = list === "clamps" && typeof place === "number" ? wordsOf(place) : null;
  return `${words ?? formatKeyPath(path)}: ${text}`;
}
