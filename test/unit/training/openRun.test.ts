import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { readLosses, readRun } from "../../../src/runs/runReader.ts";
import { readSafetensors, writeSafetensors } from "../../../src/runs/safetensors.ts";
import { createRun, reopenRun } from "../../../src/training/openRun.ts";
import { ask, create, finish, long, runFolder } from "./tinyRun.ts";
import { tiny } from "./tinyTraining.ts";

const isLocked = (folder: string): boolean => existsSync(join(folder, "lock.json"));

/** A run that was stopped after its first slice of time, with one checkpoint. */
async function stoppedRun(changes: object = {}): Promise<string> {
  const folder = runFolder();
  const opened = await create(folder, { ...long, ...changes });
  ask(folder, { kind: "stop" });
  await finish(opened);
  return folder;
}

describe("createRun", () => {
  it("leaves a folder whose status says that it was created", async () => {
    const folder = runFolder();
    (await create(folder, { training: { sequences: 421 } })).writer.close();
    expect(readRun(folder).status).toMatchObject({ state: "created", sequences: 0, total: 424, step: 0 });
    (await reopenRun(folder)).writer.close();
  });

  it("names no experiment file where the experiment is in none", async () => {
    const [folder, named] = [runFolder(), runFolder()];
    const run = { experiment: tiny({}), folder: ".", id: "tiny" };
    (await createRun({ ...run, runFolder: folder })).writer.close();
    (await createRun({ ...run, runFolder: named, experimentFile: "preset:tiny" })).writer.close();
    expect("experimentFile" in readRun(folder).record).toBe(false);
    expect(readRun(named).record.experimentFile).toBe("preset:tiny");
  });
});

describe("reopenRun", () => {
  it("is refused while another trainer finishes the run, which keeps what it wrote", async () => {
    const folder = await stoppedRun();
    const first = await reopenRun(folder);
    const second = reopenRun(folder);
    // The first one ends while the second one is still at its data.
    const { status } = readRun(folder);
    first.writer.appendLosses(Float32Array.of(1, 2, 3));
    first.writer.writeStatus({ ...status!, state: "finished" });
    first.writer.close();
    const losses = readLosses(folder);
    await expect(second).rejects.toThrow(/the run is being written by another process/);
    expect(readLosses(folder)).toEqual(losses);
    await expect(reopenRun(folder)).rejects.toThrow(/the run is finished/);
    expect(isLocked(folder)).toBe(false);
  });

  it("refuses a checkpoint of another experiment, naming the file and both", async () => {
    const [folder, other] = [await stoppedRun(), await stoppedRun({ seeds: { data: 7 } })];
    const { file } = listCheckpoints(folder).at(-1)!;
    const foreign = listCheckpoints(other).at(-1)!;
    rmSync(file);
    const copy = file.replace(/\d+(?=\.safetensors$)/, String(foreign.sequences));
    writeFileSync(copy, readFileSync(foreign.file));
    const [own, others] = [folder, other].map((run) => readRun(run).record.experimentHash);
    await expect(reopenRun(folder)).rejects.toThrow(
      `${copy}: experimentHash: this is no checkpoint of the run: expected that of the experiment ${own!}, got ${others!}`,
    );
    expect(isLocked(folder)).toBe(false);
  });

  it("refuses a checkpoint under another step's name, or without a step", async () => {
    const folder = await stoppedRun();
    const { file, sequences } = listCheckpoints(folder).at(-1)!;
    const renamed = file.replace(String(sequences), String(sequences + 8));
    renameSync(file, renamed);
    await expect(reopenRun(folder)).rejects.toThrow(
      `expected step × training.batch (8) to be ${sequences + 8}, got step ${sequences / 8}`,
    );
    const { tensors, metadata } = readSafetensors(renamed);
    writeSafetensors(renamed, tensors, { ...metadata, step: "soon" });
    await expect(reopenRun(folder)).rejects.toThrow(`${renamed}: step: `);
    expect(isLocked(folder)).toBe(false);
  });

  it("refuses a run whose experiment was changed, naming the file and both", async () => {
    const folder = await stoppedRun();
    const file = join(folder, "run.json");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, before.replace('"rate": 0.001', '"rate": 0.002'));
    await expect(reopenRun(folder)).rejects.toThrow(
      `${file}: experimentHash: the run was made with the experiment ${readRun(folder).record.experimentHash}`,
    );
    expect(isLocked(folder)).toBe(false);
    writeFileSync(file, before);
    (await reopenRun(folder)).writer.close();
  });

  it("gives the lock back where it fails, so that it can be tried again", async () => {
    const folder = await stoppedRun();
    const [metrics, record] = [join(folder, "metrics.jsonl"), join(folder, "run.json")];
    for (const [file, damage, message] of [
      [metrics, (text: string) => `damaged\n${text}`, /metrics\.jsonl:1: damaged line/],
      [
        record,
        (text: string) => text.replace('"runtime": "wasm simd128"', '"runtime": "abacus"'),
        /"abacus"/,
      ],
    ] as const) {
      const before = readFileSync(file, "utf8");
      writeFileSync(file, damage(before));
      await expect(reopenRun(folder)).rejects.toThrow(message);
      expect(isLocked(folder)).toBe(false);
      writeFileSync(file, before);
    }
    (await reopenRun(folder)).writer.close();
  });
});
