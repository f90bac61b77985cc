import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import type { RunEvent } from "../../../src/runs/runEvents.ts";
import { readEvents } from "../../../src/runs/runReader.ts";
import type { OpenRun } from "../../../src/training/openRun.ts";
import { createRun } from "../../../src/training/openRun.ts";
import type { Progress } from "../../../src/training/train.ts";
import { train } from "../../../src/training/train.ts";
import { tiny } from "./tinyTraining.ts";

/** Where a run can be made; removed when the test has ended. */
export function runFolder(): string {
  const parent = mkdtempSync(join(tmpdir(), "optoscope-train-"));
  onTestFinished(() => {
    rmSync(parent, { recursive: true, force: true });
  });
  return join(parent, "run");
}

/** A new tiny run. */
export async function create(folder: string, changes: object = {}): Promise<OpenRun> {
  const experiment = tiny(changes);
  const run = { experiment, experimentFile: "tiny", folder: ".", id: "tiny", runFolder: folder };
  return createRun(run);
}

/** Trains to the end; `during` is called at each sign of progress. */
export async function finish(
  { trainer, writer, phaseChange, metrics }: OpenRun,
  during: (progress: Progress, interrupt: () => void) => void = () => undefined,
): Promise<Progress> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const onProgress = (progress: Progress) => {
    during(progress, () => {
      interruption.abort();
    });
  };
  try {
    return await train({ trainer, writer, phaseChange, metrics, signal, onProgress });
  } finally {
    writer.close();
  }
}

/** The events of a run so far. */
export const events = (folder: string): RunEvent[] => [...readEvents(folder).lines];
/** The kinds of its events. */
export const kinds = (folder: string): string[] => events(folder).map(({ kind }) => kind);
/** The sequences of its checkpoints. */
export const checkpoints = (folder: string): number[] =>
  listCheckpoints(folder).map(({ sequences }) => sequences);
/** Asks something of the run's trainer. */
export const ask = (folder: string, ...requests: object[]): void => {
  for (const request of requests)
    appendFileSync(join(folder, "control.jsonl"), `${JSON.stringify(request)}\n`);
};

/** Changes with which a run goes on for many slices of time, so that requests are seen. */
export const long = {
  training: { sequences: 4_000_000 },
  evaluation: { every: 4_000_000 },
  checkpoints: { every: 4_000_000 },
};
