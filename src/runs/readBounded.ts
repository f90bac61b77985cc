import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { UserError } from "../userError.ts";
import { withFileErrors } from "./withFileErrors.ts";

/** Reads up to `buffer.length` bytes from a place in an open file; returns how many there were. */
export function readFully(descriptor: number, buffer: Uint8Array, position: number): number {
  let done = 0;
  while (done < buffer.length) {
    const count = readSync(descriptor, buffer, done, buffer.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/**
 * Reads a file of bounded size, so that a wrong or damaged file cannot use up the memory.
 * @param largest in bytes
 * @throws UserError when the file is missing, unreadable, not a regular file, or larger
 */
export function readBounded(file: string, largest: number): Uint8Array<ArrayBuffer> {
  return withFileErrors(file, "read the file", () => {
    const descriptor = openSync(file, "r");
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile()) throw new UserError("expected a file", { file });
      if (stat.size > largest) {
        throw new UserError(`has ${stat.size} bytes, expected at most ${largest}`, { file });
      }
      const buffer = new Uint8Array(stat.size);
      return buffer.subarray(0, readFully(descriptor, buffer, 0));
    } finally {
      closeSync(descriptor);
    }
  });
}
