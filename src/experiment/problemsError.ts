import { UserError } from "../userError.ts";
import { formatKeyPath } from "./keyPath.ts";
import type { Problem } from "./problem.ts";

const shown = 20;

/** A problem's place (`file:line:column`, `--set …`) and words, ready to be listed. */
export interface ProblemLine {
  readonly place: string;
  readonly text: string;
}

/** The line for a problem: `place  key.path: message`. */
export function problemLine(place: string, { path, message }: Problem): ProblemLine {
  return { place, text: `${formatKeyPath(path)}: ${message}` };
}

/** One error for all problems of `source`: how many, then a line for each of the first 20. Fits on one screen. */
export function problemsError(source: string, lines: readonly ProblemLine[]): UserError {
  const listed = lines.slice(0, shown).map(({ place, text }) => `${place}  ${text}`);
  if (lines.length > shown) listed.push(`and ${lines.length - shown} more`);
  const count = lines.length === 1 ? "1 problem" : `${lines.length} problems`;
  return new UserError([`${count} in ${source}:`, ...listed].join("\n"));
}
