import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { runCheckpoint } from "../../../src/clamps/checkpointReference.ts";
import { measure } from "../../../src/analysis/measure.ts";
import { readRun } from "../../../src/runs/runReader.ts";
import { forkRun } from "../../../src/training/forkRun.ts";
import { tiny } from "./tinyTraining.ts";
import { create, finish } from "./tinyRun.ts";

it("a graft that names an experiment takes a run of just that, not a fork of another that has its hash", async () => {
  const root = mkdtempSync(join(tmpdir(), "optoscope-donors-"));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  mkdirSync(join(root, ".optoscope/runs"), { recursive: true });
  const folder = (id: string) => join(root, ".optoscope/runs", id);
  const plain = await create(folder("2026-01-01-plain"));
  await finish(plain);
  await finish(await create(folder("2026-01-02-clamped"), { clamps: [{ kind: "ablate", heads: ["L0H0"] }] }));
  const forked = await forkRun({
    ...{ parentFolder: folder("2026-01-02-clamped"), sequences: 400, experiment: tiny({}), id: "fork" },
    runFolder: folder("2026-01-03-fork"),
  });
  await finish(forked);
  const { experimentHash } = plain.record;
  expect(readRun(folder("2026-01-03-fork")).record.experimentHash).toBe(experimentHash);

  const end = plain.record.experiment.training.sequences;
  const lossOf = async (clamps: readonly unknown[]) => {
    const job = {
      runFolder: folder("2026-01-01-plain"),
      name: "metrics",
      at: null,
      clamps,
      options: {},
    } as const;
    const { results } = await measure(job, () => undefined, new AbortController().signal);
    return JSON.stringify(results[0]?.value);
  };
  const graft = { kind: "graft-in", checkpoint: runCheckpoint(experimentHash, end), throughLayer: 0 };
  // Its own layer 0, grafted into itself.
  expect(await lossOf([graft])).toBe(await lossOf([]));
});
