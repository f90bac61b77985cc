import assert from "node:assert/strict";
import { optoscope } from "./optoscope.ts";
import { runPolitely } from "./runPolitely.ts";

/** Traces of a mistake in a program, which no user should read. */
const rawError =
  /TypeError|RangeError|ReferenceError|Cannot read|is not a function|undefined|\[object|\n\s+at /;

/**
 * Runs a command, dismisses what it asks, and returns what it showed.
 * @throws when it does not end, fails in raw words, or leaves an error of Optoscope uncaught
 */
export async function expectPolite(command: string, ...args: readonly unknown[]): Promise<readonly string[]> {
  const uncaught: string[] = [];
  const note = (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    if (text.includes(optoscope().extensionPath)) uncaught.push(text);
  };
  process.on("unhandledRejection", note);
  process.on("uncaughtExceptionMonitor", note);
  try {
    const { hasEnded, rejection, shown } = await runPolitely(command, ...args);
    assert.equal(rejection, null);
    assert.ok(hasEnded, `it did not end; shown: ${shown.join(" | ")}`);
    const raw = shown.filter((text) => rawError.test(text));
    assert.deepEqual(raw, [], "it shows raw errors");
    assert.deepEqual(uncaught, [], "it leaves errors uncaught");
    return shown;
  } finally {
    process.off("unhandledRejection", note);
    process.off("uncaughtExceptionMonitor", note);
  }
}
