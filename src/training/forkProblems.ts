import { isDeepStrictEqual } from "node:util";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { keptByForks } from "../experiment/keptByForks.ts";
import { formatKeyPath } from "../experiment/keyPath.ts";

/** What of an experiment does not let it go on from the parent at so many sequences, each with its key path. */
export function forkProblems(parent: Experiment, fork: Experiment, sequences: number): string[] {
  const problems = keptByForks
    .flatMap((path) => differences(path, at(parent, path), at(fork, path)))
    .map((path) => `${formatKeyPath(path)}: a fork must keep it`);
  const { sequences: total } = fork.training;
  if (total <= sequences) {
    problems.push(
      `training.sequences: expected more than ${sequences}, where the fork begins, got ${total}: nothing is left to train`,
    );
  }
  return problems;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((owner, key) => (isObject(owner) ? owner[key] : undefined), value);
}

/** The paths of the innermost keys in which two values differ. */
function differences(path: readonly string[], a: unknown, b: unknown): (readonly string[])[] {
  if (!isObject(a) || !isObject(b)) return isDeepStrictEqual(a, b) ? [] : [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differences([...path, key], a[key], b[key]));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
