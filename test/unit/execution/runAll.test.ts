import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunAllOptions, WantedRun } from "../../../src/execution/runAll.ts";
import { runAll } from "../../../src/execution/runAll.ts";
import { RunIndex } from "../../../src/execution/runIndex.ts";
import { Slots } from "../../../src/execution/slots.ts";
import { appendRequest } from "../../../src/runs/appendRequest.ts";
import { runIds } from "../../../src/runs/runCatalogue.ts";
import { readRun } from "../../../src/runs/runReader.ts";
import { lastCheckpoint } from "../cli/commandLine.ts";
import { tiny } from "../training/tinyTraining.ts";
import { endless, runsRoot, trainerFile, until } from "./poolFixture.ts";

const wanted = (changes: object = {}): WantedRun => ({
  experiment: tiny(changes),
  experimentFile: "preset:tiny",
  folder: "/",
});

function options(root: string, changes: Partial<RunAllOptions> = {}): RunAllOptions {
  return {
    runs: new RunIndex(root),
    reuse: true,
    trainer: trainerFile(),
    slots: new Slots(2),
    signal: new AbortController().signal,
    ...changes,
  };
}

/** Checkpoints of a long run, few: each is flushed to the disk, which may be a slow one. */
const checkpoints = { every: 100_000 };

const seeds = (...inits: number[]) => inits.map((init) => wanted({ seeds: { init } }));

describe("runs that are wanted", () => {
  it("are trained, each in its own folder, with their group", async () => {
    const root = runsRoot();
    const group = { id: "g", name: "sweep", values: { "seeds.init": 1 } };
    const progress: number[] = [];
    const ends = await runAll([{ ...wanted(), group }, ...seeds(2, 3)], {
      ...options(root),
      onProgress: (place) => progress.push(place),
    });
    expect(ends.map(({ state, wasThere }) => [state, wasThere])).toEqual(Array(3).fill(["finished", false]));
    expect(runIds(root).sort()).toEqual(ends.map(({ id }) => id).sort());
    expect(readRun(ends[0]!.folder).record.group).toEqual(group);
    expect(readRun(ends[1]!.folder).record).not.toHaveProperty("group");
    expect(new Set(progress)).toEqual(new Set([0, 1, 2]));
    expect(ends[0]!.metrics?.sequences).toBe(800);
  });

  it("that have finished before are used again, whatever they are called; others are trained", async () => {
    const root = runsRoot();
    const [first] = await runAll(seeds(1), options(root));
    const again = await runAll([wanted({ name: "other", seeds: { init: 1 } }), ...seeds(2)], options(root));
    expect(again[0]).toMatchObject({ id: first!.id, state: "finished", wasThere: true });
    expect(again[1]!.wasThere).toBe(false);
    expect(runIds(root)).toHaveLength(2);
    const [anew] = await runAll(seeds(1), options(root, { reuse: false }));
    expect(anew!.id).not.toBe(first!.id);
  });

  it("that are cancelled can be resumed, to the same bits, and what has not begun leaves nothing", async () => {
    const root = runsRoot();
    const changes = { training: { sequences: 1_000_000 }, evaluation: { every: 2000 }, checkpoints };
    const cancel = new AbortController();
    const one = options(root, { slots: new Slots(1), signal: cancel.signal });
    const [stopped, unbegun] = await runAll([wanted(changes), ...seeds(9)], {
      ...one,
      onProgress: (_, progress) => {
        // Evaluations are written at once, how far a run is once a second.
        if ((progress?.metrics?.sequences ?? 0) > 0) cancel.abort();
      },
    });
    expect(stopped).toMatchObject({ state: "stopped", reason: "interrupted" });
    expect(unbegun).toMatchObject({ state: "queued", folder: "" });
    expect(runIds(root)).toEqual([stopped!.id]);
    const [resumed] = await runAll([wanted(changes)], options(root));
    expect(resumed).toMatchObject({ id: stopped!.id, state: "finished", wasThere: false });
    const [whole] = await runAll([wanted(changes)], options(root, { reuse: false }));
    expect(lastCheckpoint(resumed!.folder).equals(lastCheckpoint(whole!.folder))).toBe(true);
  });

  it("that fail say why, and the others go on", async () => {
    const root = runsRoot();
    const missing = wanted({ data: { source: { kind: "hdf5", file: "no.h5", dataset: "x" } } });
    const diverging = wanted({ training: { optimizer: { kind: "sgd", rate: 1000 } } });
    const [failed, diverged, good] = await runAll([missing, diverging, ...seeds(1)], options(root));
    expect(failed).toMatchObject({ state: "failed", reason: expect.stringContaining("no.h5") as string });
    expect(diverged).toMatchObject({ state: "diverged", reason: expect.stringMatching(/loss/) as string });
    expect(good!.state).toBe("finished");
    expect(runIds(root)).toHaveLength(2);
    // To train it again would lead to the same.
    const [again] = await runAll([diverging], options(root));
    expect(again).toMatchObject({ id: diverged!.id, state: "diverged", wasThere: true });
  });

  it("that someone else trains are waited for", async () => {
    const root = runsRoot();
    const evaluation = { every: 2000, sequences: 8 };
    const changes = { training: { sequences: 500_000 }, evaluation, checkpoints };
    const theirs = runAll([wanted(changes)], options(root));
    await until(() => runIds(root).length === 1 && new RunIndex(root).find(tiny(changes), "/") !== null);
    const [ours] = await runAll([wanted(changes)], options(root));
    const [other] = await theirs;
    expect(ours!.id).toBe(other!.id);
    expect(ours).toMatchObject({ state: "finished", wasThere: true });
  });

  it("are not those whose clamps were changed while they trained", async () => {
    const root = runsRoot();
    const changes = { ...endless, training: { sequences: 400_000 } };
    const running = runAll([wanted(changes)], options(root));
    const folder = () => join(root, runIds(root)[0] ?? "");
    await until(
      () => runIds(root).length === 1 && new RunIndex(root).find(tiny(changes), "/")?.state === "running",
    );
    appendRequest(folder(), { kind: "clamp", id: "x", clamp: { kind: "ablate", heads: ["L1H0"] } });
    const [end] = await running;
    expect(end!.state).toBe("finished");
    expect(new RunIndex(root).find(tiny(changes), "/")).toBeNull();
  });

  it("are looked for anew each time: one that was deleted is gone", async () => {
    const root = runsRoot();
    const runs = new RunIndex(root);
    const [end] = await runAll(seeds(1), options(root, { runs }));
    rmSync(end!.folder, { recursive: true });
    expect(runs.find(tiny({ seeds: { init: 1 } }), "/")).toBeNull();
  });
});
