import { closeSync, fstatSync, openSync } from "node:fs";
import { writeFully } from "./atomicWrite.ts";
import { readFully } from "./readBounded.ts";
import { runPaths } from "./runPaths.ts";
import type { RunRequest } from "./runRequests.ts";
import { withFileErrors } from "./withFileErrors.ts";

const newline = 0x0a;

/**
 * Asks something of the trainer of a run, by a line in its `control.jsonl`. It is read within a slice of time by the
 * trainer that runs now; one that is started later does not see it.
 * @throws UserError when the folder is missing or cannot be written
 */
export function appendRequest(folder: string, request: RunRequest): void {
  const file = runPaths(folder).control;
  withFileErrors(file, "write the request", () => {
    const descriptor = openSync(file, "a+");
    try {
      const { size } = fstatSync(descriptor);
      const last = Uint8Array.of(newline);
      if (size > 0) readFully(descriptor, last, size - 1);
      // What another writer left unfinished must not swallow this line. One write, so that lines do not mix.
      const before = last[0] === newline ? "" : "\n";
      writeFully(descriptor, new TextEncoder().encode(`${before}${JSON.stringify(request)}\n`));
    } finally {
      closeSync(descriptor);
    }
  });
}
