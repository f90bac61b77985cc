import { closeSync, fstatSync, openSync } from "node:fs";
import { readFully } from "../runs/readBounded.ts";

/**
 * The last lines of a text file, without reading the rest of it: at most `most`, and no more than fit into so many bytes.
 * A last line without its line end counts as one; the first one may be cut. None where the file cannot be read.
 */
export function lastLines(file: string, most: number, bytes = 2 ** 16): string[] {
  try {
    const descriptor = openSync(file, "r");
    try {
      const { size } = fstatSync(descriptor);
      const buffer = new Uint8Array(Math.min(size, bytes));
      const read = readFully(descriptor, buffer, size - buffer.length);
      const text = new TextDecoder().decode(buffer.subarray(0, read));
      return text.replace(/\n$/, "").split("\n").slice(-most);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return [];
  }
}
