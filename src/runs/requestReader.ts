import { closeSync, openSync, statSync } from "node:fs";
import { completeLines, parseJsonLine } from "./jsonLines.ts";
import { readFully } from "./readBounded.ts";
import { runRequestSchema } from "./runRequests.ts";
import type { RunRequest } from "./runRequests.ts";
import { withFileErrors } from "./withFileErrors.ts";

/** Requests since the last look, and what was wrong with lines that could not be read. */
export interface RequestsRead {
  readonly requests: RunRequest[];
  readonly problems: string[];
}

const largestRead = 2 ** 20;

/** Follows a `control.jsonl`: each call gives the complete lines that are new. A call without news costs one `stat`. */
export class RequestReader {
  readonly #file: string;
  #position: number;
  #insideLongLine = false;

  /** Begins at the end of the file: requests from before this process are not for it. */
  constructor(file: string) {
    this.#file = file;
    this.#position = this.#size();
  }

  /** At most 1 MiB of new lines; a longer file takes several calls. @throws UserError when it cannot be read */
  take(): RequestsRead {
    const size = this.#size();
    // The file was replaced or cut.
    if (size < this.#position) this.#position = 0;
    if (size === this.#position) return { requests: [], problems: [] };
    const bytes = this.#read(Math.min(size - this.#position, largestRead));
    const read: RequestsRead = { requests: [], problems: [] };
    let done = 0;
    for (const { content, end } of completeLines(bytes)) {
      if (!this.#insideLongLine) this.#takeLine(content, this.#position + done, read);
      this.#insideLongLine = false;
      done = end;
    }
    if (done === 0 && bytes.length === largestRead) {
      if (!this.#insideLongLine)
        read.problems.push(`${this.#file}: skipped a line longer than ${largestRead} bytes`);
      this.#insideLongLine = true;
      done = bytes.length;
    }
    this.#position += done;
    return read;
  }

  #takeLine(content: Uint8Array, position: number, read: RequestsRead): void {
    const parsed = parseJsonLine(content, runRequestSchema);
    if (parsed === null) return;
    if ("value" in parsed) read.requests.push(parsed.value);
    else read.problems.push(`${this.#file}: ignored the request at byte ${position}: ${parsed.problem}`);
  }

  #size(): number {
    return withFileErrors(
      this.#file,
      "look at the requests",
      () => statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0,
    );
  }

  #read(length: number): Uint8Array {
    return withFileErrors(this.#file, "read the requests", () => {
      const descriptor = openSync(this.#file, "r");
      try {
        const buffer = new Uint8Array(length);
        return buffer.subarray(0, readFully(descriptor, buffer, this.#position));
      } finally {
        closeSync(descriptor);
      }
    });
  }
}
