import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename } from "node:path";
import { UserError } from "../userError.ts";
import { AppendOnlyFile } from "./appendOnlyFile.ts";
import { atomicWrite } from "./atomicWrite.ts";
import { checkpointPath } from "./checkpointFiles.ts";
import { makeFolder } from "./makeFolder.ts";
import { encodeMetricsLine } from "./metricsLine.ts";
import type { MetricsLine } from "./metricsLine.ts";
import { readBounded } from "./readBounded.ts";
import { repairRun } from "./repairRun.ts";
import type { Repairs, ResumePoint } from "./repairRun.ts";
import { RequestReader } from "./requestReader.ts";
import type { RunEvent } from "./runEvents.ts";
import { RunLock } from "./runLock.ts";
import { runPaths } from "./runPaths.ts";
import type { RunPaths } from "./runPaths.ts";
import { parseRunRecord } from "./runRecord.ts";
import type { RunRecord } from "./runRecord.ts";
import type { RunRequest } from "./runRequests.ts";
import { encodeRunStatus } from "./runStatus.ts";
import type { RunStatus } from "./runStatus.ts";
import { writeSafetensors } from "./safetensors.ts";
import type { Tensor } from "./tensor.ts";
import { withFileErrors } from "./withFileErrors.ts";

/**
 * Writes a run folder, as its only writer: it holds the folder's lock until `close`. Every failure of the disk is a
 * UserError naming the file; what was written before stays readable.
 */
export class RunWriter {
  readonly folder: string;
  readonly #paths: RunPaths;
  readonly #lock: RunLock;
  readonly #files: {
    metrics: AppendOnlyFile;
    losses: AppendOnlyFile;
    events: AppendOnlyFile;
    log: AppendOnlyFile;
  };
  readonly #requests: RequestReader;
  #sequences: number;
  #onGrowth: () => void = () => undefined;

  private constructor(folder: string, lock: RunLock, sequences: number) {
    this.folder = folder;
    this.#paths = runPaths(folder);
    this.#lock = lock;
    this.#sequences = sequences;
    const opened: AppendOnlyFile[] = [];
    const open = (file: string) => {
      const appendOnly = new AppendOnlyFile(file);
      opened.push(appendOnly);
      return appendOnly;
    };
    try {
      const { metrics, losses, events, log, control } = this.#paths;
      this.#files = { metrics: open(metrics), losses: open(losses), events: open(events), log: open(log) };
      // Only created here: others write it.
      new AppendOnlyFile(control).close();
      this.#requests = new RequestReader(control);
    } catch (error) {
      for (const file of opened) file.close();
      throw error;
    }
  }

  /**
   * Begins a new run.
   * @param folder must not exist, or hold nothing but a `trainer.log`; is created with its parents
   * @throws UserError when it holds anything, cannot be written, or another process was first
   */
  static create(folder: string, record: RunRecord): RunWriter {
    const paths = runPaths(folder);
    const { made, hasLog } = withFileErrors(folder, "create the run folder", () => {
      const isNew = makeFolder(folder);
      const names = readdirSync(folder);
      // Whoever starts a trainer may open its log first, so that even a crash at its start leaves words there.
      if (names.some((name) => name !== basename(paths.log))) {
        throw new UserError("the run folder is not empty, expected a new or an empty one", { file: folder });
      }
      return { made: isNew, hasLog: names.length > 0 };
    });
    let lock: RunLock | undefined;
    try {
      lock = RunLock.take(paths.lock);
      if (existsSync(paths.record)) {
        throw new UserError("another process has just made a run in this folder", { file: folder });
      }
      withFileErrors(paths.checkpoints, "create the folder", () => {
        mkdirSync(paths.checkpoints);
      });
      const writer = new RunWriter(folder, lock, 0);
      try {
        atomicWrite(paths.record, [new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`)], true);
      } catch (error) {
        writer.close();
        throw error;
      }
      return writer;
    } catch (error) {
      if (lock !== undefined) removeUnborn(paths, hasLog);
      lock?.release();
      if (made) removeIfEmpty(folder);
      throw error;
    }
  }

  /**
   * Takes the lock of a run that is to go on: what is read of the run from then on stays true until `resume`.
   * @throws UserError when it is not a readable run folder, or is being written by another process
   */
  static lock(folder: string): RunLock {
    const { record, lock } = runPaths(folder);
    // Before the lock: a folder that is no run is left as it is.
    parseRunRecord(new TextDecoder().decode(readBounded(record, 2 ** 24)), record);
    return RunLock.take(lock);
  }

  /**
   * Goes on with a run from a checkpoint: mends torn files, and cuts evaluations and losses to that point. What was
   * mended is in the log. Requests made before are not for this process.
   * @param lock from `lock`; the writer's from now on, and given back where this fails
   * @throws UserError when a file is damaged before the point, or cannot be changed
   */
  static resume(folder: string, lock: RunLock, at: ResumePoint): RunWriter {
    let writer: RunWriter | undefined;
    try {
      const repairs = repairRun(folder, at);
      writer = new RunWriter(folder, lock, at.sequences);
      writer.#report(repairs);
      return writer;
    } catch (error) {
      writer?.close();
      lock.release();
      throw error;
    }
  }

  /** Calls `onGrowth` after every evaluation, event and status from now on. */
  watch(onGrowth: () => void): void {
    this.#onGrowth = onGrowth;
  }

  /** Appends an evaluation to `metrics.jsonl`. */
  appendMetrics(line: MetricsLine): void {
    this.#files.metrics.appendLine(encodeMetricsLine(line));
    this.#sequences = line.sequences;
    this.#onGrowth();
  }

  /** Appends train losses, one a step (nats), to `loss.f32`. Call it before `writeCheckpoint` with all steps so far. */
  appendLosses(losses: Float32Array): void {
    this.#files.losses.append(new Uint8Array(losses.buffer, losses.byteOffset, losses.byteLength));
  }

  /** Appends an event to `events.jsonl`. */
  appendEvent(event: RunEvent): void {
    this.#files.events.appendLine(JSON.stringify(event));
    this.#sequences = event.sequences;
    this.#onGrowth();
  }

  /** Replaces `status.json`. */
  writeStatus(status: RunStatus): void {
    atomicWrite(this.#paths.status, [new TextEncoder().encode(encodeRunStatus(status))], false);
    this.#sequences = status.sequences;
    this.#onGrowth();
  }

  /**
   * Writes `checkpoints/<sequences>.safetensors`, whole or not at all, and returns its path. What was appended before
   * reaches the disk first, so that even after a power cut a checkpoint is not ahead of the files beside it.
   */
  writeCheckpoint(
    sequences: number,
    tensors: ReadonlyMap<string, Tensor>,
    metadata: Readonly<Record<string, string>>,
  ): string {
    this.#files.metrics.sync();
    this.#files.losses.sync();
    this.#files.events.sync();
    const file = checkpointPath(this.folder, sequences);
    writeSafetensors(file, tensors, metadata);
    this.#sequences = sequences;
    return file;
  }

  /** Appends a text to `trainer.log`, with the time before it. */
  log(text: string): void {
    this.#files.log.appendLine(`${new Date().toISOString()} ${text}`);
  }

  /** New requests from `control.jsonl`. A line that cannot be read becomes a `warning` event. */
  takeRequests(): RunRequest[] {
    const { requests, problems } = this.#requests.take();
    this.#report({ notes: [], warnings: problems });
    return requests;
  }

  /** Closes all files and gives the lock back; a second call does nothing. */
  close(): void {
    for (const file of Object.values(this.#files)) file.close();
    this.#lock.release();
  }

  #report({ notes, warnings }: Repairs): void {
    for (const note of notes) this.log(note);
    for (const message of warnings) {
      this.log(`warning: ${message}`);
      this.appendEvent({
        kind: "warning",
        sequences: this.#sequences,
        time: new Date().toISOString(),
        message,
      });
    }
  }
}

/** Takes away what a failed `create` has made, so that another attempt finds the folder as it was. */
function removeUnborn(paths: RunPaths, hadLog: boolean): void {
  if (existsSync(paths.record)) return;
  for (const file of [paths.metrics, paths.losses, paths.events, paths.control])
    rmSync(file, { force: true });
  if (!hadLog) rmSync(paths.log, { force: true });
  removeIfEmpty(paths.checkpoints);
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It stays because it holds something, or was never made.
  }
}
