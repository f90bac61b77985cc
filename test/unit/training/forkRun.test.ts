import { copyFileSync, readFileSync, renameSync, rmSync, truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkpointPath } from "../../../src/runs/checkpointFiles.ts";
import { runPaths } from "../../../src/runs/runPaths.ts";
import { readLosses, readMetrics, readRun } from "../../../src/runs/runReader.ts";
import { readSafetensors, writeSafetensors } from "../../../src/runs/safetensors.ts";
import { forkRun } from "../../../src/training/forkRun.ts";
import type { OpenRun } from "../../../src/training/openRun.ts";
import { reopenRun } from "../../../src/training/openRun.ts";
import { state, tiny, transformer } from "./tinyTraining.ts";
import { ask, checkpoints, create, events, finish, kinds, runFolder } from "./tinyRun.ts";

/** With a learning rate that depends on the time, and a clamp that ends after the fork. */
const changes = {
  training: {
    sequences: 1200,
    optimizer: { kind: "adam", rate: 1e-2, schedule: { kind: "warm-up-cosine", warmUp: 80, final: 0.1 } },
  },
  clamps: [{ kind: "ablate", heads: ["L1H0"], until: 640 }],
};

/** A finished run with checkpoints at 200, 400, …, 1200. */
async function parentRun(more: object = {}): Promise<{ folder: string; opened: OpenRun }> {
  const folder = runFolder();
  const opened = await create(folder, { ...changes, ...more });
  await finish(opened);
  return { folder, opened };
}

function fork(parentFolder: string, more: object, sequences = 400): Promise<OpenRun> {
  const experiment = tiny({ ...changes, ...more });
  return forkRun({ parentFolder, sequences, experiment, id: "fork", runFolder: runFolder() });
}

describe("forkRun", () => {
  it("with the parent's experiment goes on with the parent's bits, in a folder that stands alone", async () => {
    const { folder, opened } = await parentRun();
    const forked = await fork(folder, { name: "renamed" });
    const own = forked.writer.folder;
    expect(forked.record.parent).toEqual({ run: "tiny", sequences: 400 });
    expect(readRun(own).status).toMatchObject({ state: "created", sequences: 400, step: 50, total: 1200 });
    expect(readLosses(own)).toEqual(readLosses(folder).slice(0, 50));
    expect(readMetrics(own).lines.map(({ sequences }) => sequences)).toEqual([0, 200, 400]);
    expect(kinds(own)).toEqual(["forked", "checkpoint"]);
    expect(events(own)[0]).toMatchObject({ sequences: 400, parent: "tiny" });

    await finish(forked);
    expect(readLosses(own)).toEqual(readLosses(folder));
    const read = (run: string) => readFileSync(runPaths(run).metrics, "utf8");
    expect(read(own)).toBe(read(folder));
    expect(state(forked.trainer)).toEqual(state(opened.trainer));
    expect(checkpoints(own)).toEqual([400, 600, 800, 1000, 1200]);
  });

  it("goes on under the new clamps, rate and length, and says which clamps changed", async () => {
    const { folder } = await parentRun();
    const forked = await fork(folder, {
      clamps: [
        { kind: "ablate", heads: ["L1H1"] },
        { kind: "ablate", heads: ["L0H0"], from: 600 },
      ],
      training: { sequences: 800, optimizer: { kind: "adam", rate: 1e-3 } },
      evaluation: { every: 100, sequences: 30 },
    });
    await finish(forked);
    const own = forked.writer.folder;
    const clampEvents = events(own).filter(({ kind }) => kind === "clamp-on" || kind === "clamp-off");
    expect(clampEvents).toMatchObject([
      { sequences: 400, kind: "clamp-off", id: "parent:0", clamp: { heads: ["L1H0"] } },
      { sequences: 400, kind: "clamp-on", id: "0", clamp: { heads: ["L1H1"] } },
      { sequences: 600, kind: "clamp-on", id: "1", clamp: { heads: ["L0H0"] } },
    ]);
    const [ofParent, ofFork] = [readLosses(folder), readLosses(own)];
    expect(ofFork).toHaveLength(100);
    expect(ofFork.slice(0, 50)).toEqual(ofParent.slice(0, 50));
    expect(ofFork.slice(50)).not.toEqual(ofParent.slice(50, 100));
    expect(readMetrics(own).lines.map(({ sequences }) => sequences)).toEqual([
      0, 200, 400, 504, 600, 704, 800,
    ]);
  });

  it("leaves live clamps of the parent behind", async () => {
    const folder = runFolder();
    const opened = await create(folder, { ...changes, clamps: [], training: { sequences: 4_000_000 } });
    ask(folder, { kind: "clamp", id: "live", clamp: { kind: "ablate", heads: ["L0H1"] } }, { kind: "stop" });
    const { sequences } = await finish(opened);
    const forked = await fork(folder, { training: { sequences: sequences + 80 }, clamps: [] }, sequences);
    expect(transformer(forked.trainer).clamps.find("live")).toBeUndefined();
    forked.writer.close();
    expect(events(forked.writer.folder)).toMatchObject([
      { kind: "forked" },
      { kind: "clamp-off", id: "parent:live", sequences },
      { kind: "checkpoint" },
    ]);
  });

  it("keeps what is known of the phase change", async () => {
    const { folder } = await parentRun();
    const file = checkpointPath(folder, 400);
    const { writer, phaseChange } = await fork(folder, {});
    writer.close();
    expect(phaseChange).toBeNull();
    const { tensors, metadata } = readSafetensors(file);
    writeSafetensors(file, tensors, { ...metadata, phaseChange: "200" });
    const knowing = await fork(folder, {});
    knowing.writer.close();
    expect(knowing.phaseChange).toBe(200);
    expect(readRun(knowing.writer.folder).status?.phaseChange).toBe(200);
  });

  it("can be resumed without the parent, with the same bits, and never starts again from the beginning", async () => {
    const { folder, opened } = await parentRun();
    const forked = await fork(folder, {});
    forked.writer.close();
    rmSync(folder, { recursive: true });
    const own = forked.writer.folder;
    const resumed = await reopenRun(own);
    expect(resumed.trainer.sequences).toBe(400);
    await finish(resumed);
    expect(state(resumed.trainer)).toEqual(state(opened.trainer));

    const torn = await parentRun().then((parent) => fork(parent.folder, {}));
    torn.writer.close();
    truncateSync(checkpointPath(torn.writer.folder, 400), 100);
    await expect(reopenRun(torn.writer.folder)).rejects.toThrow("fork tiny again");
  });

  it("names everything that a fork must keep, and makes no folder", async () => {
    const { folder } = await parentRun();
    const into = runFolder();
    const experiment = tiny({
      ...changes,
      model: { heads: 4, causal: false },
      data: { zipf: 1 },
      training: { sequences: 400, batch: 4, optimizer: { kind: "sgd" } },
      seeds: { init: 9, eval: 9 },
    });
    const refused = forkRun({ parentFolder: folder, sequences: 400, experiment, id: "x", runFolder: into });
    await expect(refused).rejects.toThrow(
      "data.zipf: a fork must keep it; model.heads: a fork must keep it; model.causal: a fork must keep it; " +
        "training.batch: a fork must keep it; training.optimizer.kind: a fork must keep it; " +
        "seeds.init: a fork must keep it; " +
        "training.sequences: expected more than 400, where the fork begins, got 400",
    );
    expect(() => readFileSync(into)).toThrow("ENOENT");
  });

  it("begins at any whole step of the parent, with its bits, its history and a checkpoint of its own", async () => {
    const { folder, opened } = await parentRun();
    const forked = await fork(folder, {}, 503);
    const own = forked.writer.folder;
    expect(forked.record.parent).toEqual({ run: "tiny", sequences: 496 });
    expect(readRun(own).status).toMatchObject({ state: "created", sequences: 496, step: 62 });
    expect(readLosses(own)).toEqual(readLosses(folder).slice(0, 62));
    expect(readMetrics(own).lines.map(({ sequences }) => sequences)).toEqual([0, 200, 400]);
    expect(checkpoints(own)).toEqual([496]);
    forked.writer.close();
    // Neither the parent nor what rebuilt it is needed any more.
    rmSync(folder, { recursive: true });
    const resumed = await reopenRun(own);
    await finish(resumed);
    expect(state(resumed.trainer)).toEqual(state(opened.trainer));
  });

  it("begins before the parent's own beginning, while the parent's parent is there", async () => {
    const { folder, opened } = await parentRun();
    const runs = dirname(folder);
    const named = join(runs, "tiny");
    renameSync(folder, named);
    const experiment = tiny({ ...changes, clamps: [] });
    const middle = { id: "middle", runFolder: join(runs, "middle") };
    await finish(await forkRun({ parentFolder: named, sequences: 400, experiment, ...middle }));
    const again = { parentFolder: middle.runFolder, experiment: opened.record.experiment, id: "again" };
    const forked = await forkRun({ ...again, sequences: 128, runFolder: join(runs, "again") });
    expect(forked.record.parent).toEqual({ run: "middle", sequences: 128 });
    await finish(forked);
    expect(state(forked.trainer)).toEqual(state(opened.trainer));
    rmSync(named, { recursive: true });
    const orphan = forkRun({ ...again, sequences: 128, runFolder: join(runs, "orphan") });
    await expect(orphan).rejects.toThrow(
      "what is before 400 sequences is of the run tiny that it was forked from, which is not there or cannot be read",
    );
  });

  it("says how far the parent has come, and names a checkpoint that is not the parent's", async () => {
    const { folder } = await parentRun();
    for (const sequences of [1208, -8, Number.NaN])
      await expect(fork(folder, { training: { sequences: 4000 } }, sequences)).rejects.toThrow(
        `${folder}: expected a number of sequences that the run has seen (0 to 1200), got ${sequences}`,
      );
    copyFileSync(checkpointPath(folder, 600), checkpointPath(folder, 400));
    await expect(fork(folder, {})).rejects.toThrow(`${join("checkpoints", "400.safetensors")}: step:`);
  });
});
