import { checkExperiment } from "./checkExperiment.ts";
import type { Experiment } from "./experimentSchema.ts";
import { readJsonText } from "./jsonText.ts";
import { overrideProblems, sweptOverrides } from "./overrideProblems.ts";
import { applyOverrides, type Override } from "./overrides.ts";
import { problemLine, problemsError } from "./problemsError.ts";
import type { SweptExperiment } from "./sweepMember.ts";

/**
 * Reads the text of an experiment file: JSON, with comments and trailing commas allowed.
 * @param file the file's path, for errors
 * @param overrides values that replace those of the text before anything is checked
 * @throws UserError naming every problem at once, each with line, column and key path
 */
export function parseExperiment(text: string, file: string, overrides: readonly Override[] = []): Experiment {
  return parseSwept(text, file, overrides).experiment;
}

/** As `parseExperiment`, with the experiments that it stands for by its sweep. */
export function parseSwept(text: string, file: string, overrides: readonly Override[] = []): SweptExperiment {
  const json = readJsonText(text.replace(/^\uFEFF/, ""));
  const placeOf = (offset: number): string => `${file}:${json.lineColumn(offset)}`;
  if (json.syntax.length > 0) {
    const lines = json.syntax.map(({ offset, message }) => ({ place: placeOf(offset), text: message }));
    throw problemsError(file, lines);
  }
  const changed = applyOverrides(json.value, overrides);
  const checked = checkExperiment(changed.input);
  const { experiment, problems } = checked;
  if (experiment && json.repeated.length === 0 && changed.failed.length === 0) {
    const swept = sweptOverrides(experiment, overrides);
    if (swept.length > 0) throw problemsError(file, swept);
    return { experiment, members: checked.members };
  }
  const { lines, others } = overrideProblems(problems, overrides, changed.failed);
  const inFile = [...json.repeated, ...others]
    .map((problem) => ({ problem, offset: json.offsetOf(problem) }))
    .sort((a, b) => a.offset - b.offset)
    .map(({ problem, offset }) => problemLine(placeOf(offset), problem));
  throw problemsError(file, [...lines, ...inFile]);
}
