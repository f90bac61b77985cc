import { parseKeyPath, startsWithPath, type KeyPath } from "./keyPath.ts";
import type { Problem } from "./problem.ts";
import { showValue } from "./showValue.ts";
import type { Sweep } from "./sweepSchema.ts";

/** How many experiments a sweep may stand for. */
const most = 1000;
/** Keys that say nothing about what is trained. */
const refused = ["name", "sweep", "$schema"];

/** A key of a sweep, read. */
export interface SweepKey {
  /** As it stands in the sweep. */
  readonly key: string;
  readonly path: KeyPath;
  readonly values: readonly unknown[];
}

/** Reads the keys of a sweep, and finds what is wrong with them and their lists, whatever the experiment. */
export function sweepKeys(sweep: Sweep): {
  readonly keys: readonly SweepKey[];
  readonly problems: Problem[];
} {
  const problems: Problem[] = [];
  const keys: SweepKey[] = [];
  for (const [key, values] of Object.entries(sweep)) {
    const path = parseKeyPath(key);
    const problem = path === undefined ? notAPath : problemOf(path, keys);
    if (problem !== null) problems.push({ path: ["sweep", key], message: problem, atKey: true });
    else if (path !== undefined) keys.push({ key, path, values });
    problems.push(...repeatedValues(key, values));
  }
  if (Object.keys(sweep).length === 0)
    problems.push({
      path: ["sweep"],
      message: 'expected key paths with values, such as "seeds.init": [5, 6]',
    });
  const count = keys.reduce((product, { values }) => product * values.length, 1);
  if (count > most) {
    const message = `expected at most ${most} experiments, got ${count.toLocaleString("en")}`;
    problems.push({ path: ["sweep"], message });
  }
  return { keys, problems };
}

const notAPath = "expected a key path, such as seeds.init or clamps[0].strength";

function problemOf(path: KeyPath, others: readonly SweepKey[]): string | null {
  const [top] = path;
  if (refused.includes(String(top))) return `${String(top)} cannot be swept`;
  const other = others.find((each) => startsWithPath(path, each.path) || startsWithPath(each.path, path));
  return other === undefined ? null : `changes what ${showValue(other.key)} changes, too`;
}

function repeatedValues(key: string, values: readonly unknown[]): Problem[] {
  const seen = new Set<string>();
  return values.flatMap((value, place) => {
    const text = JSON.stringify(value);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [
      { path: ["sweep", key, place], message: `expected different values, got ${showValue(value)} twice` },
    ];
  });
}
