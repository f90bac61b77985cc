import type * as z from "zod";
import type { KeyPath } from "./keyPath.ts";
import { didYouMean } from "../nearest.ts";
import type { Problem } from "./problem.ts";
import { childValue, schemaAt, type SchemaPlace } from "./schemaAt.ts";
import { showValue } from "./showValue.ts";

type Issue = z.core.$ZodIssue;

/** Checking with `{ error: unexplained }` marks the issues for which the schema has no words of its own. */
export const unexplained = (): string => "";

/** Says in plain words what is wrong: one problem per mistake of the user. `issues` are those of `schema` on `input`. */
export function explainIssues(issues: readonly Issue[], schema: z.core.$ZodType, input: unknown): Problem[] {
  return issues.flatMap((issue) => explain(issue, schema, input));
}

function explain(issue: Issue, schema: z.core.$ZodType, input: unknown): Problem[] {
  const path = keyPath(issue.path);
  const value = issue.path.reduce(childValue, input);
  const place = schemaAt(schema, issue.path, input);
  if (issue.code === "unrecognized_keys") {
    const known = place.keys.length === 0 ? "" : `; the keys here are ${place.keys.join(", ")}`;
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: `unknown key${didYouMean(key, place.keys)}${known}`,
      atKey: true,
    }));
  }
  if (issue.code === "invalid_union" && issue.discriminator !== undefined) {
    const owner = issue.path.at(-1) === issue.discriminator ? issue.path.slice(0, -1) : issue.path;
    return [explainKind(issue.discriminator, owner, schema, input)];
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    // The branch that came furthest is the one the user meant; branches that fail at once are alternatives.
    const meant = issue.errors
      .filter((branch) => branch.every((each) => each.path.length > 0 || each.code === "unrecognized_keys"))
      .sort((a, b) => a.length - b.length)[0];
    if (meant) {
      return meant.flatMap((each) =>
        explain({ ...each, path: [...issue.path, ...each.path] }, schema, input),
      );
    }
    const alternatives = issue.errors.flatMap((branch) =>
      branch.slice(0, 1).map((each) => expectation(each)),
    );
    return [
      { path, message: `expected ${[...new Set(alternatives)].join(" or ")}, got ${showValue(value)}` },
    ];
  }
  const expected = expectedAt(place, issue);
  const typo =
    issue.code === "invalid_value" && typeof value === "string"
      ? didYouMean(value, issue.values.map(String))
      : "";
  if (value === Infinity || value === -Infinity)
    return [{ path, message: "expected a finite number, got one too large for a computer" }];
  if (value === undefined) return [{ path, message: `missing; expected ${expected}` }];
  return [{ path, message: `expected ${expected}, got ${size(issue, value)}${typo}` }];
}

function expectedAt({ kinds, whole, nullable }: SchemaPlace, issue: Issue): string {
  const orNull = nullable ? " or null" : "";
  if (issue.code === "invalid_type" && issue.message === "") {
    if (kinds.length > 0) return `an object with a "kind", ${oneOf(kinds)}${orNull}`;
    if (whole) return `a whole number${orNull}`;
  }
  return expectation(issue) + orNull;
}

function explainKind(
  key: string,
  owner: readonly PropertyKey[],
  schema: z.core.$ZodType,
  input: unknown,
): Problem {
  const { kinds } = schemaAt(schema, owner, input);
  const path = keyPath(owner);
  const kind = childValue(owner.reduce(childValue, input), key);
  if (kind === undefined) return { path, message: `missing "${key}"; expected ${oneOf(kinds)}` };
  const typo = typeof kind === "string" ? didYouMean(kind, kinds) : "";
  return { path: [...path, key], message: `expected ${oneOf(kinds)}, got ${showValue(kind)}${typo}` };
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? showValue(values[0]) : `one of ${values.map(showValue).join(", ")}`;
}

/** What was expected, to stand after "expected". */
function expectation(issue: Issue): string {
  if (issue.message !== "") return issue.message.replace(/^expected /, "");
  switch (issue.code) {
    case "invalid_type":
      return typeNames[issue.expected] ?? `a ${issue.expected}`;
    case "too_small":
      return bound(issue.origin, issue.minimum, issue.exact, issue.inclusive ? "at least" : "more than");
    case "too_big":
      return bound(issue.origin, issue.maximum, issue.exact, issue.inclusive ? "at most" : "less than");
    case "invalid_value":
      return oneOf(issue.values);
    case "invalid_format":
      return issue.pattern === undefined ? `text in the form ${issue.format}` : `text like ${issue.pattern}`;
    case "not_multiple_of":
      return `a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
      return `no key ${issue.keys.join(", ")}`;
    case "invalid_union":
      return "another value";
    case "invalid_key":
      return "another key";
    case "invalid_element":
    case "custom":
      return "another value";
  }
}

const typeNames: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

function bound(origin: string, limit: number | bigint, exact: boolean | undefined, words: string): string {
  const unit = origin === "array" ? " item" : origin === "string" ? " character" : "";
  const plural = unit !== "" && Number(limit) !== 1 ? "s" : "";
  return `${exact ? "exactly" : words} ${limit >= 10_000 ? limit.toLocaleString("en") : String(limit)}${unit}${plural}`;
}

/** The value for "got": of something too long or too short, its length. */
function size(issue: Issue, value: unknown): string {
  const counted = issue.code === "too_small" || issue.code === "too_big";
  if (!counted || issue.message !== "") return showValue(value);
  if (Array.isArray(value)) return String(value.length);
  return typeof value === "string" && value !== "" ? String(value.length) : showValue(value);
}

function keyPath(path: readonly PropertyKey[]): KeyPath {
  return path.map((part) => (typeof part === "number" ? part : String(part)));
}
