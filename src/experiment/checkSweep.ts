import { formatKeyPath, startsWithPath } from "./keyPath.ts";
import { applyOverrides } from "./overrides.ts";
import type { Problem } from "./problem.ts";
import type { Experiment } from "./experimentSchema.ts";
import { showValue } from "./showValue.ts";
import { sweepKeys, type SweepKey } from "./sweepKeys.ts";
import type { SweepMember } from "./sweepMember.ts";
import type { Sweep } from "./sweepSchema.ts";

/** Problems after which no more are looked for: no more than that many are shown. */
const enough = 20;

/** One value of a key, with its place in the key's list. */
interface Choice extends SweepKey {
  readonly place: number;
}

/** How an experiment without a sweep is checked. */
type Check = (input: unknown) => {
  readonly experiment: Experiment | undefined;
  readonly problems: readonly Problem[];
};

/**
 * Makes the experiments that a sweep stands for, the first key's values changing slowest, and checks each.
 * @param input the experiment as the user wrote it, with its sweep
 * @returns all of them, or what is wrong: a value that does not fit is named by its place in the sweep
 */
export function checkSweep(
  input: unknown,
  sweep: Sweep,
  check: Check,
): { readonly members: readonly SweepMember[]; readonly problems: readonly Problem[] } {
  const { keys, problems } = sweepKeys(sweep);
  if (problems.length > 0) return { members: [], problems };
  const base = withoutSweep(input);
  const members: SweepMember[] = [];
  const found = new Map<string, Problem>();
  for (const choices of combinations(keys)) {
    const overrides = choices.map(({ path, values, place }) => ({ text: "", path, value: values[place] }));
    const changed = applyOverrides(base, overrides);
    for (const { override, problem } of changed.failed) {
      const { key } = choices[overrides.indexOf(override)]!;
      note(found, { path: ["sweep", key], message: problem.message, atKey: true }, choices);
    }
    const { experiment, problems: wrong } = check(changed.input);
    for (const problem of wrong) note(found, placed(problem, choices), choices);
    if (found.size >= enough) break;
    const values = Object.fromEntries(choices.map(({ key, values: all, place }) => [key, all[place]]));
    if (experiment !== undefined) members.push({ experiment, values });
  }
  return found.size > 0 ? { members: [], problems: [...found.values()] } : { members, problems: [] };
}

function withoutSweep(input: unknown): unknown {
  if (typeof input !== "object" || input === null) return input;
  return Object.fromEntries(Object.entries(input).filter(([key]) => key !== "sweep"));
}

/** Every choice of one value for each key, the last key's changing fastest. */
function* combinations([first, ...others]: readonly SweepKey[]): Generator<readonly Choice[]> {
  if (first === undefined) {
    yield [];
    return;
  }
  for (const place of first.values.keys())
    for (const rest of combinations(others)) yield [{ ...first, place }, ...rest];
}

/** A problem of one of the experiments, at the value of the sweep that brought it in. */
function placed(problem: Problem, choices: readonly Choice[]): Problem {
  const { path, message, atKey = false } = problem;
  const isUnknown = (choice: Choice) => atKey && startsWithPath(choice.path, path);
  const cause = choices.findLast((choice) => isUnknown(choice) || startsWithPath(path, choice.path));
  if (cause === undefined) return { path: ["sweep"], message: `${formatKeyPath(path)}: ${message}` };
  if (isUnknown(cause)) return { path: ["sweep", cause.key], message, atKey };
  const where = path.length === cause.path.length ? "" : `${formatKeyPath(path)}: `;
  return { path: ["sweep", cause.key, cause.place], message: `${where}${message}` };
}

/** Keeps a problem, unless another experiment has the same; one that no value alone brought in names the values. */
function note(found: Map<string, Problem>, problem: Problem, choices: readonly Choice[]): void {
  const known = JSON.stringify([problem.path, problem.message]);
  if (found.has(known)) return;
  const values = choices.map(({ key, values: all, place }) => `${key} is ${showValue(all[place])}`);
  const where = problem.path.length > 1 ? "" : ` (where ${values.join(", ")})`;
  found.set(known, { ...problem, message: `${problem.message}${where}` });
}
