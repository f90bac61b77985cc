import { findNodeAtLocation, parseTree, type Node } from "jsonc-parser/lib/esm/main.js";
import { parseHead } from "../clamps/heads.ts";
import { checkExperiment } from "../experiment/checkExperiment.ts";
import { checkShape } from "../experiment/checkShape.ts";
import { experimentSchema } from "../experiment/experimentSchema.ts";
import { explainIssues, unexplained } from "../experiment/explainIssues.ts";
import { readJsonText } from "../experiment/jsonText.ts";
import { formatKeyPath, type KeyPath } from "../experiment/keyPath.ts";
import type { Problem } from "../experiment/problem.ts";
import { childValue } from "../experiment/schemaAt.ts";

/** A problem of an experiment file, and what to underline: UTF-16 code units from the start of the text. */
export interface PlacedProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The problems of an experiment that an editor does not find by itself: neither mistakes in the JSON nor what the JSON
 * Schema says, but rules between keys, such as heads that the model does not have and clamps that contradict each other.
 */
export function experimentProblems(text: string): PlacedProblem[] {
  const json = readJsonText(text);
  if (json.syntax.length > 0 || json.value === undefined) return [];
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (root === undefined) return [];
  return beyondSchema(json.value).map((problem) => ({
    message: `${formatKeyPath(problem.path)}: ${problem.message}`,
    ...rangeOf(root, text, problem),
  }));
}

function beyondSchema(value: unknown): readonly Problem[] {
  const { problems } = checkExperiment(value);
  if (problems.length === 0 || checkShape(value).length > 0) return problems;
  const parsed = experimentSchema.safeParse(value, { error: unexplained });
  const issues = parsed.success ? [] : explainIssues(parsed.error.issues, experimentSchema, value);
  const known = new Set(issues.map(signature));
  return problems.filter((problem) => !known.has(signature(problem)) && !isBadHeadName(problem.path, value));
}

function signature({ path, message }: Problem): string {
  return JSON.stringify([path, message]);
}

/** The schema has a pattern for heads, which is checked later than the rest. */
function isBadHeadName(path: KeyPath, value: unknown): boolean {
  const name = path.at(-2) === "heads" ? path.reduce(childValue, value) : null;
  return typeof name === "string" && parseHead(name) === null;
}

function rangeOf(root: Node, text: string, { path, atKey }: Problem): { start: number; end: number } {
  for (let length = path.length; length > 0; length--) {
    const value = findNodeAtLocation(root, path.slice(0, length));
    if (value === undefined) continue;
    const key = value.parent?.type === "property" ? value.parent.children?.[0] : undefined;
    // Of what is left out, and of what takes many lines, the key of its owner is enough.
    const isWhole = length === path.length && atKey !== true && isOneLine(value, text);
    const shown = isWhole ? value : (key ?? value);
    return isOneLine(shown, text)
      ? { start: shown.offset, end: shown.offset + shown.length }
      : { start: shown.offset, end: shown.offset + 1 };
  }
  return { start: root.offset, end: root.offset + 1 };
}

function isOneLine({ offset, length }: Node, text: string): boolean {
  return !/[\r\n]/.test(text.slice(offset, offset + length));
}
