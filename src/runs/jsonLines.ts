import { closeSync, fstatSync, openSync } from "node:fs";
import type * as z from "zod";
import { UserError } from "../userError.ts";
import { readFully } from "./readBounded.ts";
import { systemErrorCode, withFileErrors } from "./withFileErrors.ts";
import { zodProblem } from "./zodProblem.ts";

/** Lines read from an append-only file. */
export interface LinesRead<T> {
  readonly lines: readonly T[];
  /** Where to go on reading: the byte after the last complete line. */
  readonly nextByte: number;
  /** True when the file was cut since the last look, so that `lines` begin at its start instead of `fromByte`. */
  readonly restarted: boolean;
}

const newline = 0x0a;
const largestRead = 2 ** 29;

/** The complete lines of some bytes: each with its content and the byte after its line end. A torn rest is left out. */
export function* completeLines(bytes: Uint8Array): Generator<{ content: Uint8Array; end: number }> {
  let begin = 0;
  for (;;) {
    const at = bytes.indexOf(newline, begin);
    if (at < 0) return;
    yield { content: bytes.subarray(begin, at), end: at + 1 };
    begin = at + 1;
  }
}

/** A line's value, what is wrong with it, or null for a blank line. */
export function parseJsonLine<T>(
  content: Uint8Array,
  schema: z.ZodType<T>,
): { readonly value: T } | { readonly problem: string } | null {
  let json: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    if (text.trim() === "") return null;
    json = JSON.parse(text);
  } catch {
    return { problem: "not valid JSON" };
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? { value: parsed.data } : { problem: zodProblem(parsed.error) };
}

/** As `parseJsonLine`, for a line that must be right. @throws UserError with the line number */
export function parseJsonLineStrictly<T>(
  content: Uint8Array,
  schema: z.ZodType<T>,
  file: string,
  lineNumber: () => number,
): { readonly value: T } | null {
  const parsed = parseJsonLine(content, schema);
  if (parsed === null || "value" in parsed) return parsed;
  throw new UserError(`damaged line: ${parsed.problem}`, { file: `${file}:${lineNumber()}` });
}

/** How far an append-only file was read. */
export type ReadTo = Omit<LinesRead<never>, "lines">;

/**
 * Calls `use` with the complete lines of an append-only file from a byte on. A missing file has no lines.
 * @param fromByte 0, or `nextByte` of an earlier call
 * @param use gets all lines at once, so that it knows how many there are, and how to find the number of each in the file
 * @throws UserError when more than 512 MiB are to be read; also what `use` throws
 */
export function readLines(
  file: string,
  fromByte: number,
  use: (lines: readonly Uint8Array[], numberOf: (place: number) => number) => void,
): ReadTo {
  const part = readFrom(file, fromByte);
  if (part === null) return { nextByte: 0, restarted: fromByte > 0 };
  const lines: Uint8Array[] = [];
  let done = 0;
  for (const { content, end } of completeLines(part.bytes)) {
    lines.push(content);
    done = end;
  }
  use(lines, (place) => place + 1 + linesBefore(file, part.start));
  return { nextByte: part.start + done, restarted: part.start !== fromByte };
}

/**
 * Reads an append-only file of JSON lines from a byte on, up to its last complete line. A missing file has no lines.
 * @param fromByte 0, or `nextByte` of an earlier call
 * @throws UserError with file and line for a damaged complete line; also when more than 512 MiB are to be read
 */
export function readJsonLines<T>(file: string, schema: z.ZodType<T>, fromByte: number): LinesRead<T> {
  const values: T[] = [];
  const to = readLines(file, fromByte, (lines, numberOf) => {
    lines.forEach((content, place) => {
      const parsed = parseJsonLineStrictly(content, schema, file, () => numberOf(place));
      if (parsed !== null) values.push(parsed.value);
    });
  });
  return { lines: values, ...to };
}

function readFrom(file: string, fromByte: number): { bytes: Uint8Array; start: number } | null {
  return withFileErrors(file, "read the file", () => {
    const descriptor = openIfThere(file);
    if (descriptor === null) return null;
    try {
      const { size } = fstatSync(descriptor);
      const before = new Uint8Array(1);
      // An offset that does not follow a line end belongs to a file that was cut and has grown again.
      const follows =
        fromByte === 0 ||
        (fromByte <= size && readFully(descriptor, before, fromByte - 1) === 1 && before[0] === newline);
      const start = follows ? fromByte : 0;
      if (size - start > largestRead) {
        throw new UserError(`has ${size - start} bytes to read, expected at most ${largestRead}`, { file });
      }
      const buffer = new Uint8Array(size - start);
      return { bytes: buffer.subarray(0, readFully(descriptor, buffer, start)), start };
    } finally {
      closeSync(descriptor);
    }
  });
}

function openIfThere(file: string): number | null {
  try {
    return openSync(file, "r");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function linesBefore(file: string, byte: number): number {
  const all = readFrom(file, 0)?.bytes.subarray(0, byte) ?? new Uint8Array(0);
  return all.reduce((count, value) => count + (value === newline ? 1 : 0), 0);
}
