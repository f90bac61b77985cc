import { basename } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { readLosses, readMetrics, readRun } from "../../../src/runs/runReader.ts";
import { readSafetensors } from "../../../src/runs/safetensors.ts";
import type { OpenRun } from "../../../src/training/openRun.ts";
import { reopenRun } from "../../../src/training/openRun.ts";
import type { Progress } from "../../../src/training/train.ts";
import { ask, checkpoints, create, events, finish, kinds, long, runFolder } from "./tinyRun.ts";
import { transformer } from "./tinyTraining.ts";

const evaluated = (folder: string): number[] => readMetrics(folder).lines.map(({ sequences }) => sequences);
const lastCheckpoint = (folder: string) => readSafetensors(listCheckpoints(folder).at(-1)!.file).tensors;

/** Makes a parameter not-a-number, as an update that overflows does. */
function poison({ trainer }: OpenRun): void {
  const { workbench } = transformer(trainer);
  const parameters = workbench.runtime.read("parameters");
  parameters.get("unembed.b_U")!.fill(Number.NaN);
  workbench.runtime.write("parameters", parameters);
}

describe("train", () => {
  it("leaves a finished run with everything in its folder", async () => {
    const folder = runFolder();
    const end = await finish(await create(folder));
    expect(end).toMatchObject({ state: "finished", sequences: 800, total: 800, step: 100, reason: null });
    expect(evaluated(folder)).toEqual([0, 200, 400, 600, 800]);
    expect(checkpoints(folder)).toEqual([200, 400, 600, 800]);
    const losses = readLosses(folder);
    expect(losses).toHaveLength(100);
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(end.loss).toBe(losses.at(-1));
    expect(end.metrics).toEqual(readMetrics(folder).lines.at(-1));
    const checkpoint = { kind: "checkpoint", file: expect.stringContaining("safetensors") as string };
    expect(events(folder)).toMatchObject([
      { kind: "started", sequences: 0 },
      ...[200, 400, 600, 800].map((sequences) => ({ ...checkpoint, sequences })),
      { kind: "finished", sequences: 800 },
    ]);
    expect(readRun(folder).status).toMatchObject({ state: "finished", sequences: 800, secondsLeft: null });
    await expect(reopenRun(folder)).rejects.toThrow(/the run is finished \(800 sequences\)/);
  });

  it("evaluates and saves at the end also where it is no multiple, and fills up the last batch", async () => {
    const folder = runFolder();
    const end = await finish(
      await create(folder, { training: { sequences: 421 }, evaluation: { every: 150 } }),
    );
    expect(end).toMatchObject({ sequences: 424, total: 424, step: 53 });
    // 8 sequences a step: the first evaluation after each multiple of 150.
    expect(evaluated(folder)).toEqual([0, 152, 304, 424]);
    expect(checkpoints(folder)).toEqual([200, 400, 424]);
  });

  it("announces the phase change once, at the evaluation that saw it, and a resumed run remembers it", async () => {
    const folder = runFolder();
    const changes = {
      data: { labels: 2, labelPairs: [1, 0, 0], classes: [2, 0, 0], pairs: 1, distractor: false },
      training: { sequences: 20_000, optimizer: { kind: "adam", rate: 0.01 } },
      evaluation: { every: 1000 },
      checkpoints: { every: 20_000 },
    };
    let seenAt: number | null = null;
    const first = await finish(await create(folder, changes), ({ phaseChange, sequences }, interrupt) => {
      if (phaseChange === null) return;
      seenAt ??= sequences;
      interrupt();
    });
    expect(first.state).toBe("stopped");
    expect(first.phaseChange).toBe(seenAt);
    expect(first.sequences).toBe(first.phaseChange);
    const end = await finish(await reopenRun(folder));
    expect(end).toMatchObject({ state: "finished", phaseChange: seenAt });
    const announced = events(folder).filter(({ kind }) => kind === "phase-change");
    expect(announced).toMatchObject([{ at: first.phaseChange }]);
  });

  it("stops when the loss is not a number, and keeps everything before", async () => {
    const folder = runFolder();
    const optimizer = {
      kind: "sgd",
      rate: 1000,
      schedule: { kind: "warm-up-linear", warmUp: 800, final: 1 },
    };
    const changes = { training: { optimizer }, model: { norm: false }, evaluation: { every: 8 } };
    const end = await finish(await create(folder, { ...changes, checkpoints: { every: 8 } }));
    expect(end.state).toBe("diverged");
    expect(end.reason).toMatch(/^the (evaluated )?train loss was (NaN|Infinity|-Infinity) at \d+ sequences$/);
    expect(end.sequences).toBeLessThan(800);
    expect(events(folder).at(-1)).toMatchObject({
      kind: "diverged",
      sequences: end.sequences,
      reason: end.reason,
    });
    expect(readRun(folder).status).toMatchObject({ state: "diverged", reason: end.reason });
    expect(readLosses(folder)).toHaveLength(end.step);
    const lines = readMetrics(folder).lines;
    expect(lines.length).toBeGreaterThan(1);
    expect(lines[0]?.sets.train?.loss).toBeGreaterThan(0);
    expect(checkpoints(folder).length).toBeGreaterThan(0);
    expect(kinds(folder).filter((kind) => kind === "diverged")).toHaveLength(1);
    expect(checkpoints(folder)).not.toContain(end.sequences);
    // No checkpoint holds what came out of a training that had broken down.
    for (const { data } of lastCheckpoint(folder).values()) {
      if (!(data instanceof Float32Array)) throw new Error("float32 expected");
      expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  describe("writes no checkpoint of parameters that are not finite, and has diverged", () => {
    const broken = /^the parameter \S+ was no longer finite at \d+ sequences$/;

    it("when an update overflows at the step of a checkpoint", async () => {
      const folder = runFolder();
      const opened = await create(folder, { checkpoints: { every: 80 } });
      const { runtime } = transformer(opened.trainer).workbench;
      const update = runtime.update.bind(runtime);
      vi.spyOn(runtime, "update").mockImplementation((settings) => {
        update(settings);
        if (opened.trainer.sequences === 72) poison(opened);
      });
      const end = await finish(opened);
      expect(end).toMatchObject({ state: "diverged", sequences: 80 });
      expect(end.reason).toMatch(broken);
      expect(end.loss).toBeGreaterThan(0);
      expect(checkpoints(folder)).toEqual([]);
      expect(kinds(folder)).toEqual(["started", "diverged"]);
    });

    it("when it is interrupted", async () => {
      const folder = runFolder();
      const opened = await create(folder, long);
      const end = await finish(opened, (_, interrupt) => {
        poison(opened);
        interrupt();
      });
      expect(end.reason).toMatch(broken);
      expect(kinds(folder)).toEqual(["started", "diverged"]);
      expect(readRun(folder).status?.state).toBe("diverged");
    });

    it("when a checkpoint is asked for", async () => {
      const folder = runFolder();
      const opened = await create(folder, long);
      ask(folder, { kind: "pause" });
      let asked = false;
      const end = await finish(opened, ({ state }) => {
        if (state !== "paused" || asked) return;
        asked = true;
        poison(opened);
        ask(folder, { kind: "checkpoint" }, { kind: "stop" });
      });
      expect(end.reason).toMatch(broken);
      expect(kinds(folder)).toEqual(["started", "paused", "diverged"]);
    });
  });

  it("has its losses on the disk whenever it reports", async () => {
    const folder = runFolder();
    const losses: [step: number, written: number][] = [];
    await finish(await create(folder, long), ({ step }, interrupt) => {
      losses.push([step, readLosses(folder).length]);
      if (step > 0) interrupt();
    });
    expect(losses.at(-1)?.[0]).toBeGreaterThan(0);
    for (const [step, written] of losses) expect(written).toBe(step);
  });

  it("does not count a pause in its rate, and foretells no end during it", async () => {
    const folder = runFolder();
    const opened = await create(folder, long);
    ask(folder, { kind: "pause" });
    const paused: Progress[] = [];
    const after: Progress[] = [];
    await finish(opened, (progress, interrupt) => {
      if (progress.state === "paused" && paused.push(progress) === 2) ask(folder, { kind: "resume" });
      if (progress.state !== "running" || paused.length === 0) return;
      after.push(progress);
      interrupt();
    });
    expect(paused.map(({ secondsLeft }) => secondsLeft)).toEqual([null, null]);
    const [before, later] = paused.map(({ rate }) => rate);
    expect(before).toBeGreaterThan(0);
    expect(later).toBe(before);
    // A second of pause after a tenth of training would leave a tenth of the rate.
    expect(after[0]?.rate).toBeGreaterThan(before! / 2);
    expect(after[0]?.secondsLeft).toBeGreaterThan(0);
  });

  it("interrupted and resumed again and again is the uninterrupted run: parameters, losses, evaluations", async () => {
    const changes = {
      training: { sequences: 20_000 },
      evaluation: { every: 4000 },
      checkpoints: { every: 5000 },
    };
    const [whole, parts] = [runFolder(), runFolder()];
    await finish(await create(whole, changes));
    let end = await finish(await create(parts, changes), (_, interrupt) => {
      interrupt();
    });
    expect(end).toMatchObject({ state: "stopped", sequences: 0, reason: "interrupted" });
    for (let turn = 0; end.state === "stopped" && turn < 100; turn++) {
      end = await finish(await reopenRun(parts), ({ sequences }, interrupt) => {
        if (turn < 3 && sequences >= 4000 * turn) interrupt();
      });
    }
    expect(end.state).toBe("finished");
    expect(kinds(parts).filter((kind) => kind === "resumed").length).toBeGreaterThan(1);
    expect(lastCheckpoint(parts)).toEqual(lastCheckpoint(whole));
    expect(readLosses(parts)).toEqual(readLosses(whole));
    expect(readMetrics(parts).lines).toEqual(readMetrics(whole).lines);
  });

  it("has the last evaluation to show when it is interrupted right after it was resumed", async () => {
    const folder = runFolder();
    const stopped = await finish(await create(folder, long), (_, interrupt) => {
      interrupt();
    });
    const again = await finish(await reopenRun(folder), (_, interrupt) => {
      interrupt();
    });
    expect(again.metrics).toEqual(stopped.metrics);
    expect(evaluated(folder)).toEqual([0]);
  });
});

describe("requests to a running run", () => {
  /** Asks one thing after another, each when the event before it has been seen, and stops at the end. */
  async function answers(
    folder: string,
    opened: OpenRun,
    turns: [request: object, answer: string][],
  ): Promise<Progress> {
    let turn = -1;
    const look = () => {
      const seen = turn < 0 || kinds(folder).includes(turns[turn]![1]);
      if (seen && turn + 1 < turns.length) ask(folder, turns[++turn]![0]);
    };
    const timer = setInterval(look, 20);
    try {
      return await finish(opened);
    } finally {
      clearInterval(timer);
    }
  }

  it("pause, resume, checkpoint and stop are answered by events", async () => {
    const folder = runFolder();
    const end = await answers(folder, await create(folder, long), [
      [{ kind: "checkpoint" }, "checkpoint"],
      [{ kind: "pause" }, "paused"],
      [{ kind: "resume" }, "resumed"],
      [{ kind: "stop" }, "stopped"],
    ]);
    expect(end).toMatchObject({ state: "stopped", reason: "stopped by a request" });
    expect(kinds(folder)).toEqual(["started", "checkpoint", "paused", "resumed", "checkpoint", "stopped"]);
    const [, saved, paused, resumed] = events(folder);
    expect(checkpoints(folder)).toEqual([saved!.sequences, end.sequences]);
    expect(resumed!.sequences).toBe(paused!.sequences);
    expect(readRun(folder).status).toMatchObject({ state: "stopped", reason: "stopped by a request" });
  });

  it("stop is heard also during a pause", async () => {
    const folder = runFolder();
    const end = await answers(folder, await create(folder, long), [
      [{ kind: "pause" }, "paused"],
      [{ kind: "stop" }, "stopped"],
    ]);
    expect(end.state).toBe("stopped");
    expect(kinds(folder)).toEqual(["started", "paused", "checkpoint", "stopped"]);
  });

  it("clamp and unclamp hold from the next step on, even in a pause, and survive a crash", async () => {
    const folder = runFolder();
    const clamp = { kind: "ablate", heads: ["L0H0"] };
    const end = await answers(folder, await create(folder, long), [
      [{ kind: "pause" }, "paused"],
      [{ kind: "clamp", id: "mine", clamp }, "clamp-on"],
      [{ kind: "stop" }, "stopped"],
    ]);
    expect(events(folder)[2]).toMatchObject({
      kind: "clamp-on",
      id: "mine",
      clamp,
      sequences: end.sequences,
    });
    const opened = await reopenRun(folder);
    expect(
      transformer(opened.trainer)
        .clamps.activeAt(end.sequences)
        .map(({ id }) => id),
    ).toEqual(["mine"]);
    await answers(folder, opened, [
      [{ kind: "unclamp", id: "mine" }, "clamp-off"],
      [{ kind: "stop" }, "stopped"],
    ]);
    const off = events(folder).find(({ kind }) => kind === "clamp-off");
    expect(off).toMatchObject({ id: "mine", clamp });
    expect(kinds(folder).filter((kind) => kind === "clamp-on")).toHaveLength(1);
    // A run that dies after the event finds its clamps in the checkpoint that goes with it.
    expect(checkpoints(folder)).toContain(off!.sequences);
  });

  it("a clamp whose window lies ahead is answered at once, and one whose window is over is refused", async () => {
    const folder = runFolder();
    const opened = await create(folder, long);
    const clamp = { kind: "ablate", heads: ["L0H0"], from: 3_999_000 };
    ask(folder, { kind: "clamp", id: "late", clamp });
    ask(folder, { kind: "clamp", id: "over", clamp: { ...clamp, from: 0, until: 1 } });
    ask(folder, { kind: "clamp", id: "never", clamp: { ...clamp, heads: ["L1H0"], from: 4_000_000 } });
    ask(folder, { kind: "stop" });
    await finish(opened);
    const saved = ["clamp-set", "checkpoint"];
    expect(kinds(folder)).toEqual(["started", ...saved, "warning", "warning", "checkpoint", "stopped"]);
    const refused = (id: string) => ({
      message: expect.stringContaining(`clamp ${id}: the clamp would hold in no step`) as string,
    });
    const [, set, , over, never] = events(folder);
    expect(set).toMatchObject({ id: "late", clamp });
    expect(over).toMatchObject(refused("over"));
    expect(never).toMatchObject(refused("never"));
    const again = await reopenRun(folder);
    again.writer.close();
    expect(transformer(again.trainer).clamps.find("late")?.clamp).toEqual(clamp);
  });

  it("what cannot be met is answered by a warning", async () => {
    const folder = runFolder();
    const opened = await create(folder, long);
    ask(
      folder,
      { kind: "unclamp", id: "7" },
      { kind: "clamp", id: "a", clamp: { kind: "ablate", heads: ["L9H0"] } },
    );
    ask(folder, { kind: "dance" }, { kind: "stop" });
    await finish(opened);
    const messages = events(folder).flatMap((event) => (event.kind === "warning" ? [event.message] : []));
    expect(messages).toEqual([
      expect.stringContaining(`${basename("control.jsonl")}: ignored the request at byte`),
      "unclamp 7: there is no clamp 7",
      expect.stringMatching(/^clamp a: heads\[0\]: expected a head that the model has/),
    ]);
  });

  it("those from before the process are not for it", async () => {
    const folder = runFolder();
    const opened = await create(folder, long);
    ask(folder, { kind: "stop" });
    await finish(opened);
    const end = await finish(await reopenRun(folder), ({ sequences }, interrupt) => {
      if (sequences > 0) interrupt();
    });
    expect(end.reason).toBe("interrupted");
  });
});

describe("a clamp's window in a run", () => {
  it("is in the events at the sequences where it began and ended", async () => {
    const folder = runFolder();
    const clamps = [{ kind: "ablate", heads: ["L0H0"], from: 100, until: 333 }];
    await finish(await create(folder, { clamps, evaluation: { every: 800 } }));
    const clampEvents = events(folder).filter(({ kind }) => kind.startsWith("clamp"));
    expect(clampEvents).toMatchObject([
      { kind: "clamp-on", id: "0", sequences: 104 },
      { kind: "clamp-measured", id: "0", sequences: 104 },
      { kind: "clamp-off", id: "0", sequences: 336 },
    ]);
    const places = events(folder).map(({ sequences }) => sequences);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
