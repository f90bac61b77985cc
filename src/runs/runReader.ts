import { statSync } from "node:fs";
import { UserError } from "../userError.ts";
import { listCheckpoints } from "./checkpointFiles.ts";
import { readJsonLines } from "./jsonLines.ts";
import type { LinesRead } from "./jsonLines.ts";
import { metricsLineSchema } from "./metricsLine.ts";
import type { MetricsLine } from "./metricsLine.ts";
import { readBounded } from "./readBounded.ts";
import { runEventSchema } from "./runEvents.ts";
import type { RunEvent } from "./runEvents.ts";
import { runPaths } from "./runPaths.ts";
import { parseRunRecord } from "./runRecord.ts";
import type { RunRecord } from "./runRecord.ts";
import { runStatusSchema } from "./runStatus.ts";
import type { RunStatus } from "./runStatus.ts";
import { readSafetensors } from "./safetensors.ts";
import type { SafetensorsContent } from "./safetensors.ts";
import { withFileErrors } from "./withFileErrors.ts";
import { zodProblem } from "./zodProblem.ts";

/** What a run is and how it stands. `status` is null before the first was written, or with a `statusProblem`. */
export interface RunRead {
  readonly record: RunRecord;
  readonly status: RunStatus | null;
  readonly statusProblem: string | null;
}

/** A checkpoint that was read entirely, and the newer ones that could not be, each with the reason. */
export interface UsableCheckpoint extends SafetensorsContent {
  readonly sequences: number;
  readonly file: string;
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

const largestJson = 2 ** 24;

/**
 * Reads `run.json` and `status.json`. A damaged status, as a power cut may leave, does not make the run unreadable.
 * @throws UserError when the folder is not a run folder, or of another format version
 */
export function readRun(folder: string): RunRead {
  const paths = runPaths(folder);
  const record = parseRunRecord(
    new TextDecoder().decode(readBounded(paths.record, largestJson)),
    paths.record,
  );
  return { record, ...readStatus(folder) };
}

/** Reads `status.json` alone, as `readRun`. Both null where there is none. */
export function readStatus(folder: string): Pick<RunRead, "status" | "statusProblem"> {
  const file = runPaths(folder).status;
  if (sizeOf(file) === null) return { status: null, statusProblem: null };
  const broken = (problem: string) => ({ status: null, statusProblem: `${file}: ${problem}` });
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(readBounded(file, largestJson)));
  } catch (error) {
    if (error instanceof UserError) return { status: null, statusProblem: error.message };
    return broken("not valid JSON");
  }
  const status = runStatusSchema.safeParse(json);
  return status.success ? { status: status.data, statusProblem: null } : broken(zodProblem(status.error));
}

function sizeOf(file: string): number | null {
  return withFileErrors(
    file,
    "look at the file",
    () => statSync(file, { throwIfNoEntry: false })?.size ?? null,
  );
}

/**
 * The evaluations of a run, up to the last complete line.
 * @param fromByte `nextByte` of an earlier call, to read only what is new
 * @throws UserError with file and line when a complete line is damaged
 */
export function readMetrics(folder: string, fromByte = 0): LinesRead<MetricsLine> {
  return readJsonLines(runPaths(folder).metrics, metricsLineSchema, fromByte);
}

/** The events of a run, as `readMetrics`. */
export function readEvents(folder: string, fromByte = 0): LinesRead<RunEvent> {
  return readJsonLines(runPaths(folder).events, runEventSchema, fromByte);
}

/** Train loss (nats) of every step so far. A torn last number is left out. @throws UserError when unreadable */
export function readLosses(folder: string): Float32Array {
  const file = runPaths(folder).losses;
  if (sizeOf(file) === null) return new Float32Array(0);
  const bytes = readBounded(file, 2 ** 30);
  return new Float32Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.length / 4));
}

/**
 * The newest checkpoint of a run, at or before so many sequences, that can be read from beginning to end, or null when
 * there is none.
 * @throws UserError when the checkpoints cannot be listed
 */
export function latestUsableCheckpoint(folder: string, atMost = Infinity): UsableCheckpoint | null {
  const skipped: { file: string; reason: string }[] = [];
  for (const { sequences, file } of listCheckpoints(folder).reverse()) {
    if (sequences > atMost) continue;
    try {
      return { sequences, file, ...readSafetensors(file), skipped };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      skipped.push({ file, reason: error.message });
    }
  }
  return null;
}
