import { rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clampHistory } from "../../../../src/runs/comparison/clampHistory.ts";
import { listCheckpoints } from "../../../../src/runs/checkpointFiles.ts";
import { readRun } from "../../../../src/runs/runReader.ts";
import { reopenRun } from "../../../../src/training/openRun.ts";
import { forkRun } from "../../../../src/training/forkRun.ts";
import { create, events, finish, kinds, runFolder } from "../../training/tinyRun.ts";
import { tiny } from "../../training/tinyTraining.ts";
import { eventsOf, recordOf } from "./sampleRuns.ts";

const clamp = { kind: "ablate", heads: ["L1H3"] };
const other = { kind: "ablate", heads: ["L1H4"] };
const record = recordOf({ clamps: [clamp] });
const live = recordOf();
const on = (sequences: number, id = "x", what: typeof clamp = clamp) =>
  ({ kind: "clamp-on", sequences, id, clamp: what }) as const;
const off = (sequences: number, id = "x", what: typeof clamp = clamp) =>
  ({ kind: "clamp-off", sequences, id, clamp: what }) as const;
const checkpoint = (sequences: number) => ({ kind: "checkpoint", sequences, file: file(sequences) }) as const;
const resumed = (sequences: number) => ({ kind: "resumed", sequences, checkpoint: file(sequences) }) as const;
const file = (sequences: number) => `checkpoints/${sequences}.safetensors`;

describe("a clamp of the experiment", () => {
  it("waits until it begins to hold, holds, and holds no more", () => {
    const waiting = { id: "0", clamp, isLive: false, state: "waiting", spans: [], measured: null };
    expect(clampHistory(record, [])).toEqual([waiting]);
    const began = { ...waiting, state: "on", spans: [{ from: 32, until: null }] };
    expect(clampHistory(record, eventsOf(on(32, "0")))).toEqual([began]);
    const ended = { ...waiting, state: "off", spans: [{ from: 32, until: 64 }] };
    expect(clampHistory(record, eventsOf(on(32, "0"), off(64, "0")))).toEqual([ended]);
    // A run's end is not that of a clamp.
    const over = eventsOf(on(32, "0"), { kind: "finished", sequences: 640 });
    expect(clampHistory(record, over)).toEqual([began]);
  });

  it("of a fork holds from the fork on where it would have held before, of which there is no event", () => {
    const window = { ...clamp, from: 500 };
    const fork = recordOf({ clamps: [clamp, window] }, { parent: { run: "a", sequences: 320 } });
    const begun = eventsOf({ kind: "forked", sequences: 320, parent: "a" });
    expect(clampHistory(fork, begun)).toMatchObject([
      { id: "0", state: "on", spans: [{ from: 320, until: null }] },
      { id: "1", state: "waiting", spans: [] },
    ]);
    expect(clampHistory(fork, [...begun, ...eventsOf(on(320, "0"), off(640, "0"))])).toMatchObject([
      { state: "off", spans: [{ from: 320, until: 640 }] },
      {},
    ]);
    expect(clampHistory(fork, [])).toMatchObject([{ state: "waiting" }, { state: "waiting" }]);
  });
});

describe("a clamp that was set while running", () => {
  it("waits when it was set for later, and has a span for each time that it was on", () => {
    const set = { kind: "clamp-set", sequences: 8, id: "x", clamp } as const;
    expect(clampHistory(live, eventsOf(set))).toMatchObject([
      { id: "x", isLive: true, state: "waiting", spans: [] },
    ]);
    const all = eventsOf(set, on(16), off(32), on(64));
    expect(clampHistory(live, all)).toMatchObject([
      {
        state: "on",
        spans: [
          { from: 16, until: 32 },
          { from: 64, until: null },
        ],
      },
    ]);
    expect(clampHistory(live, eventsOf(set, off(12)))).toMatchObject([{ state: "off", spans: [] }]);
  });

  it("comes after those of the experiment, with what was measured of it", () => {
    const measured = { sequences: 32, deviation: 0, sites: ["s"] };
    const event = { kind: "clamp-measured", id: "x", clamp: other, ...measured } as const;
    const histories = clampHistory(record, eventsOf(on(0, "0"), on(32, "x", other), event));
    expect(histories).toMatchObject([
      { id: "0", isLive: false, measured: null },
      { id: "x", isLive: true, measured: { sequences: 32, deviation: 0, sites: ["s"] } },
    ]);
    expect(histories[1]!.measured).toEqual({ sequences: 32, deviation: 0, sites: ["s"] });
  });

  it("in the place of another keeps that one's history under an id of its own", () => {
    const all = eventsOf(on(0, "0"), off(32, "0"), on(32, "0", other), on(64, "0"));
    expect(clampHistory(record, all)).toMatchObject([
      { id: "0#1", clamp, isLive: false, state: "off", spans: [{ from: 0, until: 32 }] },
      { id: "0#2", clamp: other, isLive: true, state: "off", spans: [{ from: 32, until: 64 }] },
      { id: "0", clamp, isLive: true, state: "on", spans: [{ from: 64, until: null }] },
    ]);
  });
});

describe("going on from a checkpoint", () => {
  it("undoes what came after it", () => {
    const all = eventsOf(on(16), checkpoint(100), off(150), on(170, "y", other));
    expect(clampHistory(live, all)).toHaveLength(2);
    expect(clampHistory(live, [...all, ...eventsOf(resumed(100))])).toMatchObject([
      { id: "x", state: "on", spans: [{ from: 16, until: null }] },
    ]);
  });

  it("undoes what came after it at the same sequences, and keeps what came before", () => {
    const all = eventsOf(on(100), checkpoint(100), on(100, "y", other), resumed(100), on(100));
    expect(clampHistory(live, all)).toMatchObject([{ id: "x", spans: [{ from: 100, until: null }] }]);
    // Twice from the same checkpoint, of which there may be a newer version.
    const again = eventsOf(
      checkpoint(100),
      on(100),
      checkpoint(100),
      off(120),
      resumed(100),
      off(110),
      resumed(100),
    );
    expect(clampHistory(live, again)).toMatchObject([{ state: "on", spans: [{ from: 100, until: null }] }]);
  });

  it("goes by sequences where the checkpoint has no event, and knows paths of any system", () => {
    expect(clampHistory(live, eventsOf(on(50), off(150), resumed(100)))).toMatchObject([{ state: "on" }]);
    const windows = { ...checkpoint(100), file: "checkpoints\\100.safetensors" };
    expect(clampHistory(live, eventsOf(windows, on(100), resumed(100)))).toEqual([]);
  });

  it("without a checkpoint begins again, but not after a pause", () => {
    const again = { kind: "resumed", sequences: 0 } as const;
    expect(clampHistory(live, eventsOf(on(0), on(50, "y", other), again))).toEqual([]);
    const pause = [
      { kind: "paused", sequences: 64 },
      { kind: "resumed", sequences: 64 },
    ] as const;
    expect(clampHistory(live, eventsOf(on(64), ...pause, off(96)))).toMatchObject([
      { spans: [{ from: 64, until: 96 }] },
    ]);
  });
});

describe("a run of the trainer", () => {
  const changes = { clamps: [{ kind: "ablate", heads: ["L1H1"], from: 240, until: 480 }] };

  it("tells when a clamp held, also after it went on from an earlier checkpoint", async () => {
    const folder = runFolder();
    const history = () => clampHistory(readRun(folder).record, events(folder));
    const opened = await create(folder, changes);
    expect(history()).toMatchObject([{ id: "0", state: "waiting", spans: [], isLive: false }]);
    await finish(opened, ({ sequences }, interrupt) => {
      if (sequences === 600) interrupt();
    });
    expect(history()).toMatchObject([{ state: "off", spans: [{ from: 240, until: 480 }] }]);

    // As after a crash: what was trained after the checkpoint at 400 is lost.
    rmSync(listCheckpoints(folder).at(-1)!.file);
    const again = await reopenRun(folder);
    expect(kinds(folder)).toContain("clamp-off");
    expect(history()).toMatchObject([{ state: "on", spans: [{ from: 240, until: null }] }]);
    await finish(again);
    expect(history()).toMatchObject([{ state: "off", spans: [{ from: 240, until: 480 }] }]);
  });

  it("that goes on from the very step at which a clamp began to hold, began it once", async () => {
    const folder = runFolder();
    await finish(
      await create(folder, { clamps: [{ ...changes.clamps[0], from: 200, until: 400 }] }),
      ({ sequences }, interrupt) => {
        if (sequences === 200) interrupt();
      },
    );
    await finish(await reopenRun(folder));
    expect(clampHistory(readRun(folder).record, events(folder))).toMatchObject([
      { state: "off", spans: [{ from: 200, until: 400 }] },
    ]);
  });

  it("has what the trainer measured", async () => {
    const folder = runFolder();
    await finish(await create(folder, changes));
    const [history] = clampHistory(readRun(folder).record, events(folder));
    expect(history!.measured).toEqual({
      sequences: 240,
      deviation: 0,
      sites: expect.arrayContaining(["blocks.1.attn.hook_v"]) as string[],
    });
  });

  it("that was forked has its own clamps from the fork on, and none of its parent's that ceased", async () => {
    const parentFolder = runFolder();
    const runFolderOfFork = runFolder();
    const [kept, ceased, added] = ["L1H0", "L1H1", "L0H0"].map((head) => ({ kind: "ablate", heads: [head] }));
    await finish(await create(parentFolder, { clamps: [ceased, kept] }));
    const experiment = tiny({ clamps: [kept, added] });
    const fork = { parentFolder, sequences: 400, experiment, id: "fork", runFolder: runFolderOfFork };
    await finish(await forkRun(fork));
    expect(clampHistory(readRun(runFolderOfFork).record, events(runFolderOfFork))).toMatchObject([
      { id: "0", clamp: kept, isLive: false, state: "on", spans: [{ from: 400, until: null }] },
      { id: "1", clamp: added, isLive: false, state: "on", spans: [{ from: 400, until: null }] },
    ]);
  });
});
