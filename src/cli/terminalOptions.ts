import type { Call, Options } from "./command.ts";
import { flag } from "./command.ts";

/** How much to say, and in what form. */
export interface TerminalOptions {
  readonly quiet: boolean;
  /** Print the result as one line of JSON. */
  readonly json: boolean;
}

/** The options of a command that trains, and what they mean. */
export const terminalOptions = {
  options: { quiet: { type: "boolean" }, json: { type: "boolean" } } satisfies Options,
  explanations: {
    "--quiet": "print nothing but errors",
    "--json": "print only the result, as one line of JSON",
  },
  read: (call: Call): TerminalOptions => ({ quiet: flag(call, "quiet"), json: flag(call, "json") }),
};
