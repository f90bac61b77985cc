import { UserError } from "../userError.ts";
import { experimentSchema } from "./experimentSchema.ts";
import { formatKeyPath, parseKeyPath, type KeyPath } from "./keyPath.ts";
import type { Problem } from "./problem.ts";
import { childValue } from "./schemaAt.ts";
import { showValue } from "./showValue.ts";

/** One `key.path=json` from the command line. */
export interface Override {
  /** The text as the user gave it, for errors. */
  readonly text: string;
  readonly path: KeyPath;
  readonly value: unknown;
}

/**
 * Reads `key.path=json`: `data.classes=[100,1423,100]`, `clamps[0].strength=0.5` or `clamps.0.strength=0.5`. What is
 * not JSON is taken as text (`name=foo`).
 * @throws UserError when there is no `=` or no key path before it
 */
export function parseOverride(text: string): Override {
  const equals = text.indexOf("=");
  const place = { place: `--set ${text.slice(0, 200)}` };
  if (equals < 0) throw new UserError("expected key.path=value, such as seeds.init=6", place);
  const path = parseKeyPath(text.slice(0, equals).trim());
  if (!path) {
    throw new UserError("expected a key path before the =, such as training.batch or clamps[0].heads", place);
  }
  return { text, path, value: parseValue(text.slice(equals + 1)) };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Puts the overrides' values into a copy of `input`, in order. Objects and lists on the way that the input leaves out
 * start as the defaults do. A path that leads through something else, or past the end of a list, is a problem.
 */
export function applyOverrides(
  input: unknown,
  overrides: readonly Override[],
): { readonly input: unknown; readonly failed: readonly FailedOverride[] } {
  const failed: FailedOverride[] = [];
  const defaults = overrides.length > 0 ? experimentSchema.parse({}) : undefined;
  let result = input;
  for (const override of overrides) {
    const { path, value } = override;
    const changed = put(result, defaults, path, 0, value);
    if ("problem" in changed) failed.push({ override, problem: { path, message: changed.problem } });
    else result = changed.value;
  }
  return { input: result, failed };
}

/** An override that has no place in the experiment. */
export interface FailedOverride {
  readonly override: Override;
  readonly problem: Problem;
}

type Changed = { readonly value: unknown } | { readonly problem: string };

function put(target: unknown, defaults: unknown, path: KeyPath, depth: number, value: unknown): Changed {
  const key = path[depth];
  if (key === undefined) return { value };
  const owner = target === undefined ? start(defaults, key) : target;
  const where = formatKeyPath(path.slice(0, depth));
  if (typeof owner !== "object" || owner === null) {
    return { problem: `${where} is ${showValue(owner)} and has no keys` };
  }
  if (Array.isArray(owner)) {
    const wrong = checkIndex(owner, key, depth === path.length - 1, where);
    if (wrong !== undefined) return { problem: wrong };
  }
  const inner = put(childValue(owner, key), childValue(defaults, key), path, depth + 1, value);
  if ("problem" in inner) return inner;
  if (!Array.isArray(owner)) {
    return { value: Object.fromEntries([...Object.entries(owner), [String(key), inner.value]]) };
  }
  const list: readonly unknown[] = owner;
  return { value: [...list.slice(0, Number(key)), inner.value, ...list.slice(Number(key) + 1)] };
}

/** What is wrong with an index into a list, if anything: a whole entry (`isLast`) may also be added at the end. */
function checkIndex(
  list: readonly unknown[],
  key: string | number,
  isLast: boolean,
  where: string,
): string | undefined {
  if (typeof key !== "number") return `expected an index into the list ${where}, got ${showValue(key)}`;
  if (key < list.length || (isLast && key === list.length)) return undefined;
  const entries = list.length === 1 ? "1 entry" : `${list.length} entries`;
  return `the list ${where} has ${entries}; [${list.length}] can be added as a whole`;
}

/** What a left-out object or list is before an override changes it: of a choice by kind, only the default's kind. */
function start(defaults: unknown, key: string | number): unknown {
  if (defaults !== undefined && (typeof defaults !== "object" || Array.isArray(defaults))) return defaults;
  const kind = childValue(defaults, "kind");
  return kind === undefined || key === "kind" ? {} : { kind };
}
