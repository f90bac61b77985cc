import type { Experiment } from "./experimentSchema.ts";
import { parseKeyPath, startsWithPath } from "./keyPath.ts";
import type { FailedOverride, Override } from "./overrides.ts";
import type { Problem } from "./problem.ts";
import { problemLine, type ProblemLine } from "./problemsError.ts";

/**
 * Splits problems into those that an override brought in, as lines that name it (`--set model.widht=3`), and those that
 * were there without.
 */
export function overrideProblems(
  problems: readonly Problem[],
  overrides: readonly Override[],
  failed: readonly FailedOverride[],
): { readonly lines: ProblemLine[]; readonly others: Problem[] } {
  const lines = failed.map(({ override, problem }) => problemLine(placeOf(override), problem));
  const others: Problem[] = [];
  for (const problem of problems) {
    const cause = overrides.findLast(({ path }) => isCause(path, problem));
    if (cause) lines.push(problemLine(placeOf(cause), withHint(problem, cause)));
    else others.push(problem);
  }
  return { lines, others };
}

/** A line for each override of what the experiment sweeps: the sweep's values would take its place without a word. */
export function sweptOverrides({ sweep = {} }: Experiment, overrides: readonly Override[]): ProblemLine[] {
  const keys = Object.keys(sweep).map((key) => ({ key, swept: parseKeyPath(key) ?? [] }));
  return overrides.flatMap((override) => {
    const { path } = override;
    const same = keys.find(({ swept }) => startsWithPath(path, swept) || startsWithPath(swept, path));
    if (same === undefined) return [];
    const message = `the experiment sweeps ${same.key}; set sweep to change its values`;
    return [problemLine(placeOf(override), { path, message })];
  });
}

function isCause(overridden: Override["path"], { path, atKey }: Problem): boolean {
  return startsWithPath(path, overridden) || (atKey === true && startsWithPath(overridden, path));
}

function placeOf({ text }: Override): string {
  return `--set ${text.length > 80 ? `${text.slice(0, 79)}…` : text}`;
}

/** A value with a slip in its JSON was taken as text, which explains why it does not fit. */
function withHint(problem: Problem, { text, path, value }: Override): Problem {
  const meantAsJson = typeof value === "string" && text.endsWith(`=${value}`) && /^\s*[[{"]/.test(value);
  if (!meantAsJson || problem.path.length !== path.length) return problem;
  return { ...problem, message: `${problem.message} (not valid JSON, so taken as text)` };
}
