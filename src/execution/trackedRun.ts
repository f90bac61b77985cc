import { statSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { ClampHistory } from "../runs/comparison/clampHistory.ts";
import { clampHistory } from "../runs/comparison/clampHistory.ts";
import { isHolderAlive, readLockHolder } from "../runs/lockHolder.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import { readBounded } from "../runs/readBounded.ts";
import type { RunEvent } from "../runs/runEvents.ts";
import type { RunLabel } from "../runs/runLabel.ts";
import { readLabel } from "../runs/runLabel.ts";
import type { RunPaths } from "../runs/runPaths.ts";
import { runPaths } from "../runs/runPaths.ts";
import { readEvents, readStatus } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { parseRunRecord } from "../runs/runRecord.ts";
import type { RunState } from "../runs/runState.ts";
import type { RunStatus } from "../runs/runStatus.ts";
import { UserError } from "../userError.ts";
import { hasEnded, isActive } from "./stateKinds.ts";
import { judgeState } from "./judgeState.ts";
import { lastMetrics } from "./lastMetrics.ts";

/** Milliseconds for which a folder without `run.json` counts as one that is just being made. */
const birthTime = 10_000;

/**
 * What is known of one run folder. `look` reads again only files whose time or size has changed, and of the growing ones
 * only the end; of evaluations the last one is kept.
 */
export class TrackedRun {
  readonly folder: string;
  record: RunRecord | null = null;
  status: RunStatus | null = null;
  metrics: MetricsLine | null = null;
  clamps: readonly ClampHistory[] = [];
  label: RunLabel = { name: null, slot: null };
  state: RunState = "failed";
  problem: string | null = null;
  /** A folder without `run.json` that is so new that one may follow. */
  isUnborn = true;
  readonly #paths: RunPaths;
  /** Time and size of each file when it was last read. */
  readonly #stamps = new Map<string, string>();
  readonly #problems = new Map<string, string>();
  /** Kept only while the run is active, to go on with. */
  #events: RunEvent[] = [];
  #eventsByte = 0;

  constructor(folder: string) {
    this.folder = folder;
    this.#paths = runPaths(folder);
  }

  /** Brings everything up to date. */
  look(now = Date.now()): void {
    const { record, label, events, metrics } = this.#paths;
    this.#whenNew(record, () => {
      this.record = null;
      this.record = parseRunRecord(new TextDecoder().decode(readBounded(record, 2 ** 24)), record);
    });
    this.isUnborn = this.#stamps.get(record) === "" && this.#age(now) < birthTime;
    this.#whenNew(label, () => {
      this.label = readLabel(this.folder);
    });
    this.#lookAtStatus();
    this.#judge(now);
    // The status may have been written between the look at it and the look at the lock.
    if (this.state === "crashed" && this.#lookAtStatus()) this.#judge(now);
    if (this.record === null) return;
    this.#whenNew(metrics, () => {
      this.metrics = null;
      if (this.#stamps.get(metrics) !== "") this.metrics = lastMetrics(metrics);
    });
    this.#whenNew(events, () => {
      this.#takeEvents();
    });
    if (!isActive(this.state)) this.#forgetEvents();
    this.problem ??= [metrics, events].map((file) => this.#problems.get(file)).find(Boolean) ?? null;
  }

  #lookAtStatus(): boolean {
    const { status } = this.#paths;
    return this.#whenNew(status, () => {
      const read = readStatus(this.folder);
      this.status = read.status;
      if (read.statusProblem !== null) throw new UserError(read.statusProblem);
    });
  }

  #judge(now: number): void {
    const { record, status, lock } = this.#paths;
    // A run that has ended needs no process; those are most of a long list.
    const holder = this.status !== null && hasEnded(this.status.state) ? null : readLockHolder(lock);
    const isAlive = holder === null ? false : isHolderAlive(holder);
    const statusProblem = this.#problems.get(status) ?? null;
    const judged = judgeState({ status: this.status, statusProblem, holder, isAlive, now });
    const unreadable = this.#problems.get(record) ?? null;
    const isKnown = this.status !== null || isActive(judged.state);
    this.state = unreadable === null || isKnown ? judged.state : "failed";
    this.problem = unreadable ?? judged.problem;
  }

  #takeEvents(): void {
    const { lines, nextByte, restarted } = readEvents(this.folder, this.#eventsByte);
    this.#events = restarted ? [...lines] : [...this.#events, ...lines];
    this.#eventsByte = nextByte;
    const clamps = this.record === null ? [] : clampHistory(this.record, this.#events);
    // The same object as long as it says the same, so that nothing is shown anew.
    if (!isDeepStrictEqual(clamps, this.clamps)) this.clamps = clamps;
  }

  #forgetEvents(): void {
    this.#events = [];
    this.#eventsByte = 0;
  }

  /** Does something where a file has changed since it was last read; a UserError is kept as the file's problem. */
  #whenNew(file: string, read: () => void): boolean {
    const stamp = stampOf(file);
    if (this.#stamps.get(file) === stamp) return false;
    this.#stamps.set(file, stamp);
    this.#problems.delete(file);
    try {
      read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#problems.set(file, error.message);
    }
    return true;
  }

  #age(now: number): number {
    const stat = statSync(this.folder, { throwIfNoEntry: false });
    return stat === undefined ? Infinity : now - stat.ctimeMs;
  }
}

/** Changes whenever the file does; empty where it is missing or cannot be looked at. */
function stampOf(file: string): string {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    return stat === undefined ? "" : `${stat.mtimeMs}:${stat.size}:${stat.ino}`;
  } catch {
    return "";
  }
}
