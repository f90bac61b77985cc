import { cpSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkpointPath } from "../../../src/runs/checkpointFiles.ts";
import { runPaths } from "../../../src/runs/runPaths.ts";
import { readSafetensors } from "../../../src/runs/safetensors.ts";
import { WasmRuntime } from "../../../src/runtimes/wasm/wasmRuntime.ts";
import { checkpointTensors } from "../../../src/training/checkpointTensors.ts";
import { forkRun } from "../../../src/training/forkRun.ts";
import { rebuildRun } from "../../../src/training/rebuildRun.ts";
import { ask, create, events, finish, long, runFolder } from "./tinyRun.ts";
import { state, tiny, tinyTrainer } from "./tinyTraining.ts";

const changes = {
  training: { sequences: 1200, optimizer: { kind: "adam", rate: 1e-2 } },
  evaluation: { every: 40, sequences: 40 },
  checkpoints: { every: 200 },
  clamps: [
    { kind: "ablate", heads: ["L1H0"], from: 100, until: 640 },
    { kind: "ablate", heads: ["L0H0"], when: { measure: "loss", below: 1.45, hold: 60 } },
  ],
};

async function finishedRun(more: object = changes): Promise<string> {
  const folder = runFolder();
  await finish(await create(folder, more));
  return folder;
}

/** All parameters and moments after each step of a run that was never interrupted. */
async function statesOf(more: object): Promise<Map<string, Float32Array>[][]> {
  const trainer = await tinyTrainer(more);
  const states: Map<string, Float32Array>[][] = [];
  for (;;) {
    if (trainer.isEvaluated) trainer.evaluate();
    states.push(state(trainer));
    if (trainer.step === trainer.steps) return states;
    trainer.trainStep();
  }
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), "base64")]);

describe("rebuildRun", () => {
  it(
    "gives the bits that the run had at any step, forwards and back, and writes nothing",
    { timeout: 60_000 },
    async () => {
      const folder = await finishedRun();
      const states = await statesOf(changes);
      const before = filesOf(folder);
      const somewhere = fc.integer({ min: 0, max: 1200 });
      await fc.assert(
        fc.asyncProperty(somewhere, fc.array(somewhere, { maxLength: 3 }), async (first, others) => {
          const rebuilt = await rebuildRun(folder, first);
          const expectAt = (sequences: number) => {
            const step = Math.floor(sequences / 8);
            expect(rebuilt.sequences).toBe(step * 8);
            expect(rebuilt.trainer.step).toBe(step);
            expect(state(rebuilt.trainer)).toEqual(states[step]);
            expect(rebuilt.workbench).toBe(rebuilt.trainer.workbench);
          };
          expectAt(first);
          for (const sequences of others) {
            expect(await rebuilt.advance(sequences)).toBe(Math.floor(sequences / 8) * 8);
            expectAt(sequences);
          }
        }),
        {
          numRuns: 15,
          examples: [
            [0, [1200, 0]],
            [7, [8, 199, 200, 201]],
          ],
        },
      );
      expect(filesOf(folder)).toEqual(before);
    },
  );

  it("keeps the workbench while it goes forward, also past checkpoints", async () => {
    const folder = await finishedRun();
    const rebuilt = await rebuildRun(folder, 160);
    const { workbench } = rebuilt;
    await rebuilt.advance(240);
    const { runtime } = workbench;
    if (!(runtime instanceof WasmRuntime)) throw new TypeError("the wasm runtime expected");
    const used = runtime.memoryUsed;
    for (const sequences of [480, 640, 880, 1080]) {
      await rebuilt.advance(sequences);
      expect(rebuilt.workbench).toBe(workbench);
      expect(runtime.memoryUsed).toBeLessThanOrEqual(1.1 * used);
    }
  });

  it("passes over damaged checkpoints for earlier ones, and says so", async () => {
    const folder = await finishedRun();
    const states = await statesOf(changes);
    truncateSync(checkpointPath(folder, 400), 100);
    const rebuilt = await rebuildRun(folder, 480);
    expect(state(rebuilt.trainer)).toEqual(states[60]);
    expect(rebuilt.warnings).toMatchObject([
      expect.stringMatching(/^a checkpoint was passed over, going on from 200 sequences: .*400\.safetensors/),
    ]);
    rmSync(runPaths(folder).checkpoints, { recursive: true });
    expect(state((await rebuildRun(folder, 480)).trainer)).toEqual(states[60]);
    expect((await rebuildRun(folder, null)).sequences).toBe(0);
  });

  it("without a number gives what was saved last", async () => {
    const folder = await finishedRun();
    truncateSync(checkpointPath(folder, 1200), 100);
    const rebuilt = await rebuildRun(folder, null);
    expect(rebuilt.sequences).toBe(1000);
    expect(checkpointTensors(rebuilt.workbench)).toEqual(
      readSafetensors(checkpointPath(folder, 1000)).tensors,
    );
  });

  it("has the clamps that were set while running, and notices where they cannot be known any more", async () => {
    const folder = runFolder();
    const opened = await create(folder, long);
    ask(folder, { kind: "clamp", id: "x", clamp: { kind: "ablate", heads: ["L1H1"] } });
    await finish(opened, () => {
      if (events(folder).some(({ kind }) => kind === "clamp-on")) ask(folder, { kind: "stop" });
    });
    const set = events(folder).find(({ kind }) => kind === "clamp-on")?.sequences;
    const after = set! + 40;
    const rebuilt = await rebuildRun(folder, after);
    expect(rebuilt.trainer.clamps.activeAt(after).map(({ id }) => id)).toEqual(["x"]);
    // Before it was set it does not hold, also for who comes back from where it does.
    await rebuilt.advance(set! - 8);
    expect(rebuilt.trainer.clamps.activeAt(set! - 8)).toEqual([]);
    await rebuilt.advance(after);
    expect(rebuilt.trainer.clamps.activeAt(after).map(({ id }) => id)).toEqual(["x"]);
    rmSync(runPaths(folder).checkpoints, { recursive: true });
    await expect(rebuildRun(folder, after)).rejects.toThrow(
      `${folder}: the run cannot be rebuilt between its checkpoints here: step ${set! / 8} had the train loss`,
    );
  });

  it("rebuilds a fork from the run that it was forked from, up to where it begins", async () => {
    const parent = await finishedRun();
    const [runs, states] = [dirname(parent), await statesOf(changes)];
    renameSync(parent, join(runs, "tiny"));
    const fork = join(runs, "fork");
    const experiment = tiny({ ...changes, clamps: [] });
    const forked = await forkRun({
      parentFolder: join(runs, "tiny"),
      sequences: 488,
      experiment,
      id: "fork",
      runFolder: fork,
    });
    await finish(forked);
    const rebuilt = await rebuildRun(fork, 480);
    expect(state(rebuilt.trainer)).toEqual(states[60]);
    expect(rebuilt.record.id).toBe("fork");
    expect(rebuilt.trainer.clamps.activeAt(480).map(({ id }) => id)).toContain("0");
    await rebuilt.advance(1200);
    expect(state(rebuilt.trainer)).toEqual(state(forked.trainer));
    expect(rebuilt.trainer.clamps.activeAt(480)).toEqual([]);

    renameSync(join(runs, "tiny"), join(runs, "elsewhere"));
    await rebuildRun(fork, 488);
    await expect(rebuildRun(fork, 480)).rejects.toThrow(
      `${fork}: what is before 488 sequences is of the run tiny`,
    );
    const record = readFileSync(runPaths(fork).record, "utf8");
    writeFileSync(runPaths(fork).record, record.replace('"run": "tiny"', '"run": "fork"'));
    await expect(rebuildRun(fork, 480)).rejects.toThrow("the run was forked from itself");
  });

  it("says what the run has not seen, and that it was changed", async () => {
    const folder = await finishedRun();
    for (const sequences of [1208, -1, Infinity, Number.NaN])
      await expect(rebuildRun(folder, sequences)).rejects.toThrow(
        `${folder}: expected a number of sequences that the run has seen (0 to 1200), got ${sequences}`,
      );
    const rebuilt = await rebuildRun(folder, 80);
    await expect(rebuilt.advance(1208)).rejects.toThrow("(0 to 1200), got 1208");
    expect(rebuilt.sequences).toBe(80);
    const changed = runFolder();
    cpSync(folder, changed, { recursive: true });
    const record = readFileSync(runPaths(changed).record, "utf8");
    writeFileSync(runPaths(changed).record, record.replace('"rate": 0.01', '"rate": 0.02'));
    await expect(rebuildRun(changed, 80)).rejects.toThrow("it was changed");
  });

  it("can be broken off", async () => {
    const folder = await finishedRun();
    const reason = new Error("enough");
    await expect(rebuildRun(folder, 160, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
