import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { experimentSchema } from "../../../src/experiment/experimentSchema.ts";
import type { MetricsLine } from "../../../src/runs/metricsLine.ts";
import type { RunRecord } from "../../../src/runs/runRecord.ts";
import type { RunStatus } from "../../../src/runs/runStatus.ts";
import type { Tensor } from "../../../src/runs/tensor.ts";

/** A new empty folder, removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-runs-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The record of a run of the base experiment. */
export function sampleRecord(): RunRecord {
  return {
    format: 1,
    id: "2026-03-01-142530-base-7f3a",
    name: "base",
    created: "2026-03-01T14:25:30.000Z",
    experiment: experimentSchema.parse({}),
    experimentHash: "0123456789abcdef",
    experimentFile: "preset:base",
    folder: "/somewhere",
    versions: { optoscope: "0.1.0", node: "v20.0.0", runtime: "wasm simd128" },
    platform: { os: "linux", arch: "x64", cpu: "a cpu", cores: 2 },
    git: { commit: "a".repeat(40), dirty: true },
    parent: { run: "2026-02-01-000000-base-0000", sequences: 32 },
  };
}

/** A status with some progress. */
export function sampleStatus(changes: Partial<RunStatus> = {}): RunStatus {
  return {
    state: "running",
    sequences: 640,
    total: 1000,
    step: 20,
    rate: 12.5,
    secondsLeft: 28.8,
    heartbeat: "2026-03-01T14:25:40.000Z",
    pid: 77,
    reason: null,
    phaseChange: null,
    ...changes,
  };
}

/** An evaluation at some sequences. */
export function sampleMetrics(sequences: number): MetricsLine {
  const set = {
    loss: 0.7,
    accuracy: 0.5,
    inContextAccuracy: 0.75,
    outOfContextAccuracy: 0.25,
    probability: 0.4,
    inContextProbability: 0.6,
  };
  return {
    sequences,
    sets: { train: set, class: { ...set, loss: 1 + sequences } },
    heads: { L0H0: { previousToken: 0.9 }, L1H3: { induction: 0.1 } },
  };
}

/** Two small tensors, different for each `value`. */
export function sampleTensors(value: number): Map<string, Tensor> {
  return new Map<string, Tensor>([
    ["unembed.b_U", { dtype: "F32", shape: [5], data: new Float32Array(5).fill(value) }],
    ["step", { dtype: "I32", shape: [], data: Int32Array.of(value) }],
  ]);
}

/** What an action throws; fails when it does not throw. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("expected an error, nothing was thrown");
}
