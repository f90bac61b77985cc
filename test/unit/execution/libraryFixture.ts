import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { RunLibrary } from "../../../src/execution/runLibrary.ts";
import type { RunLibraryChange } from "../../../src/execution/runLibrary.ts";
import type { RunEvent } from "../../../src/runs/runEvents.ts";
import type { RunRecord } from "../../../src/runs/runRecord.ts";
import type { RunStatus } from "../../../src/runs/runStatus.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import { sampleMetrics, sampleRecord, sampleStatus } from "../runs/runFixtures.ts";

/** An empty folder of runs, removed when the test has ended. */
export function emptyRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "optoscope-library-"));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  return root;
}

/** What a run folder is to hold. */
export interface Sample {
  readonly record?: Partial<RunRecord>;
  readonly status?: Partial<RunStatus> | null;
  /** Sequences of its evaluations. */
  readonly metrics?: readonly number[];
  readonly events?: readonly RunEvent[];
}

/** Writes a run folder, by default of a finished run without a parent, and returns its path. */
export function writeRun(root: string, id: string, sample: Sample = {}): string {
  const folder = join(root, id);
  const { record, status = {}, metrics = [0, 32], events = [] } = sample;
  const writer = RunWriter.create(folder, { ...sampleRecord(), parent: null, id, ...record });
  for (const sequences of metrics) writer.appendMetrics(sampleMetrics(sequences));
  for (const event of events) writer.appendEvent(event);
  if (status !== null) writer.writeStatus(sampleStatus({ state: "finished", pid: 1, ...status }));
  writer.close();
  return folder;
}

/** Replaces the lock of a run. */
export function writeLock(folder: string, pid: number, host: string, started = new Date()): void {
  writeFileSync(join(folder, "lock.json"), JSON.stringify({ pid, host, started: started.toISOString() }));
}

/** A library over a folder, with all changes that it has told. */
export function open(
  root: string | null,
  readOnly = false,
): { library: RunLibrary; changes: RunLibraryChange[] } {
  const library = new RunLibrary(root, { readOnly: () => readOnly });
  const changes: RunLibraryChange[] = [];
  library.onDidChange((change) => changes.push(change));
  onTestFinished(() => {
    library.dispose();
  });
  return { library, changes };
}
