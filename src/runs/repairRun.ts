import { appendFileSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../userError.ts";
import { checkpointNames, listCheckpoints } from "./checkpointFiles.ts";
import { completeLines, parseJsonLineStrictly } from "./jsonLines.ts";
import { makeFolder } from "./makeFolder.ts";
import { metricsLineSchema } from "./metricsLine.ts";
import { readBounded } from "./readBounded.ts";
import { runPaths } from "./runPaths.ts";
import { readSafetensors } from "./safetensors.ts";
import { withFileErrors } from "./withFileErrors.ts";

/** The place from which a run goes on: what its checkpoint had seen. `step` counts optimizer updates. */
export interface ResumePoint {
  readonly sequences: number;
  readonly step: number;
}

/** What was mended: notes are of no importance to the user, warnings are. */
export interface Repairs {
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

const largestFile = 2 ** 29;

/**
 * Brings a run folder to the state it had at a point: torn last lines are cut off, as are evaluations and losses after
 * the point. Events and later checkpoints stay, unless a checkpoint is unreadable. The caller holds the run's lock.
 * @throws UserError when a file is damaged before the point, or cannot be changed
 */
export function repairRun(folder: string, at: ResumePoint): Repairs {
  const paths = runPaths(folder);
  const notes: string[] = [];
  const warnings: string[] = [];
  const cut = (file: string, end: number) => {
    const size = sizeOf(file);
    if (size <= end) return;
    withFileErrors(file, "cut the file", () => {
      truncateSync(file, end);
    });
    notes.push(`cut ${file} from ${size} to ${end} bytes`);
  };

  cut(paths.metrics, endOfMetrics(paths.metrics, at.sequences));
  cut(
    paths.events,
    endOfLines(paths.events, () => true),
  );
  cut(paths.losses, at.step * 4);
  const whole = Math.floor(sizeOf(paths.losses) / 4);
  if (whole < at.step) {
    cut(paths.losses, whole * 4);
    withFileErrors(paths.losses, "fill up the file", () => {
      appendFileSync(paths.losses, new Uint8Array(new Float32Array(at.step - whole).fill(Number.NaN).buffer));
    });
    warnings.push(`the losses of steps ${whole} to ${at.step - 1} are lost; they read as not-a-number`);
  }
  withFileErrors(paths.checkpoints, "create the folder", () => makeFolder(paths.checkpoints));
  notes.push(...removeUnfinished(folder, at.sequences));
  return { notes, warnings };
}

function sizeOf(file: string): number {
  return withFileErrors(file, "look at the file", () => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
}

/** The byte after the last complete line whose evaluation is not after the point. */
function endOfMetrics(file: string, sequences: number): number {
  return endOfLines(file, (content, number) => {
    const line = parseJsonLineStrictly(content, metricsLineSchema, file, () => number);
    return line === null || line.value.sequences <= sequences;
  });
}

/** The byte after the last complete line before the first that is not to be kept. */
function endOfLines(file: string, keep: (content: Uint8Array, number: number) => boolean): number {
  if (sizeOf(file) === 0) return 0;
  let kept = 0;
  let number = 0;
  for (const { content, end } of completeLines(readBounded(file, largestFile))) {
    number++;
    if (!keep(content, number)) break;
    kept = end;
  }
  return kept;
}

/** Removes temporary files of a killed process, and checkpoints after the point that cannot be read. */
function removeUnfinished(folder: string, sequences: number): string[] {
  const { checkpoints } = runPaths(folder);
  const isTemporary = (name: string) => name.endsWith(".tmp");
  const doomed = [
    ...readdirSync(folder)
      .filter(isTemporary)
      .map((name) => join(folder, name)),
    ...checkpointNames(folder)
      .filter(isTemporary)
      .map((name) => join(checkpoints, name)),
    ...listCheckpoints(folder)
      .filter((checkpoint) => checkpoint.sequences > sequences && !isReadable(checkpoint.file))
      .map(({ file }) => file),
  ];
  for (const file of doomed) {
    withFileErrors(file, "remove the unfinished file", () => {
      rmSync(file, { recursive: true, force: true });
    });
  }
  return doomed.map((file) => `removed the unfinished file ${file}`);
}

function isReadable(file: string): boolean {
  try {
    readSafetensors(file);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}
