import type { ParseArgsConfig } from "node:util";

/** How a command ended: 0 done, 1 failed, 2 unusable arguments, 130 interrupted (and resumable). */
export type ExitCode = 0 | 1 | 2 | 130;

/** Options of a command, as `node:util` parses them. */
export type Options = NonNullable<ParseArgsConfig["options"]>;

/** What a command was called with, parsed. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** Its arguments, for the help. */
  readonly usage: string;
  readonly summary: string;
  readonly options: Options;
  /** What its arguments and options mean, for its own help. */
  readonly explanations?: Readonly<Record<string, string>>;
  /** How many arguments it takes that are not options: at least and at most. */
  readonly arity: readonly [number, number];
  run(call: Call): Promise<ExitCode>;
}

/** Arguments that no command can use: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A text option, or undefined where it was not given. */
export function textOption(call: Call, name: string): string | undefined {
  const value = call.options[name];
  return typeof value === "string" ? value : undefined;
}

/** A text option that may be given many times. */
export function textOptions(call: Call, name: string): string[] {
  const value = call.options[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** An option that is a whole number of at least 1. Throws a UsageError for anything else. */
export function countOption(call: Call, name: string): number | undefined {
  const text = textOption(call, name);
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(text))
    throw new UsageError(`--${name}: expected a whole number from 1, got ${text}`);
  return Number(text);
}

/** Whether a flag was given. */
export function flag(call: Call, name: string): boolean {
  return call.options[name] === true;
}
