import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampHistory } from "../../../src/runs/comparison/clampHistory.ts";
import { eventsInForce } from "../../../src/runs/comparison/eventsInForce.ts";
import { readLosses, readMetrics, readRun } from "../../../src/runs/runReader.ts";
import { forkRun } from "../../../src/training/forkRun.ts";
import type { OpenRun } from "../../../src/training/openRun.ts";
import { reopenRun } from "../../../src/training/openRun.ts";
import { ask, checkpoints, create, events, finish, long, runFolder } from "./tinyRun.ts";
import { state, steps, tiny, tinyTrainer, transformer } from "./tinyTraining.ts";

const ablate = (head: string, more: object) => ({ kind: "ablate", heads: [head], ...more });
const loss = { measure: "loss", below: 1.4 };

const changes = {
  training: { sequences: 1200, optimizer: { kind: "adam", rate: 1e-2 } },
  evaluation: { every: 40, sequences: 40 },
  checkpoints: { every: 200 },
};

/** Three closed loops, all of which switch more than once: see the first test. */
const closed = {
  ...changes,
  clamps: [
    ablate("L0H0", { when: loss }),
    {
      kind: "induction",
      heads: ["L1H1"],
      from: 100,
      until: 1100,
      when: { measure: "induction", head: "L1H0", above: -0.1, hold: 24 },
    },
    ablate("L1H0", { when: { measure: "accuracy", set: "relabel", above: 0.2, below: 0.5, hold: 120 } }),
  ],
};

const switches = (folder: string): [string, string, number][] =>
  eventsInForce(events(folder)).flatMap((event) =>
    event.kind === "clamp-on" || event.kind === "clamp-off"
      ? [[event.kind, event.id, event.sequences] satisfies [string, string, number]]
      : [],
  );

/** What a run has become: its bits, its losses and evaluations, and what its clamps did. */
function outcome({ trainer, writer: { folder } }: OpenRun): unknown {
  const lines = readMetrics(folder).lines;
  return { state: state(trainer), losses: readLosses(folder), lines, switches: switches(folder) };
}

async function finished(folder: string, more: object = closed): Promise<OpenRun> {
  const opened = await create(folder, more);
  await finish(opened);
  return opened;
}

describe("a clamp with a condition", () => {
  it("holds from the step after an evaluation that meets it to the step after the first that does not", async () => {
    const folder = runFolder();
    await finished(folder);
    const seen = switches(folder);
    for (const id of ["0", "1", "2"]) {
      expect(seen.filter(([kind, of]) => of === id && kind === "clamp-on").length).toBeGreaterThan(1);
      expect(seen.filter(([kind, of]) => of === id && kind === "clamp-off").length).toBeGreaterThan(1);
    }
    // The first one by its definition, from what was evaluated.
    const met = readMetrics(folder).lines.map(
      (line) => [line.sequences, line.sets.train!.loss < 1.4] as const,
    );
    const expected = met.flatMap(([sequences, is], place) =>
      is === (met[place - 1]?.[1] ?? false) || sequences === 1200
        ? []
        : [[is ? "clamp-on" : "clamp-off", "0", sequences]],
    );
    expect(seen.filter(([, id]) => id === "0")).toEqual(expected);
    expect(clampHistory(readRun(folder).record, events(folder))[0]!.spans.map(({ from }) => from)).toEqual(
      expected.filter(([kind]) => kind === "clamp-on").map(([, , sequences]) => sequences),
    );
  });

  it("is the same as a clamp that is set and released where it switches", async () => {
    const clamped = await tinyTrainer({ ...changes, clamps: [ablate("L0H0", { when: loss })] });
    const live = await tinyTrainer(changes);
    for (let step = 0; step < 150; step++) {
      if (clamped.isEvaluated) clamped.evaluate();
      for (const event of clamped.takeClampEvents()) {
        if (event.kind === "clamp-on") expect(live.setClamp("x", ablate("L0H0", {}))).toBeNull();
        if (event.kind === "clamp-off") expect(live.releaseClamp("x")).toBeNull();
      }
      expect(clamped.trainStep()).toBe(live.trainStep());
    }
    expect(state(clamped)).toEqual(state(live));
    expect(state(live)).not.toEqual(state(steps(await tinyTrainer(changes), 150)));
  });

  it("is looked at before the first step, too", async () => {
    const trainer = await tinyTrainer({
      clamps: [ablate("L0H0", { when: { measure: "loss", above: 0.1 } })],
    });
    trainer.evaluate();
    const clampEvents = trainer.takeClampEvents();
    expect(clampEvents.map(({ kind, sequences }) => [kind, sequences])).toEqual([
      ["clamp-on", 0],
      ["clamp-measured", 0],
    ]);
    expect(clampEvents[1]).toMatchObject({ deviation: 0 });
  });

  it("is switched by evaluations of the run alone, each once", async () => {
    const above = { measure: "loss", above: 0.1 };
    const trainer = await tinyTrainer({ clamps: [ablate("L0H0", { when: above })] });
    steps(trainer, 3).evaluate();
    expect(trainer.takeClampEvents()).toEqual([]);
    const [first, second] = [steps(trainer, 22).evaluate(), trainer.evaluate()];
    expect(second.sets.train!.loss).not.toBe(first.sets.train!.loss);
    expect(trainer.takeClampEvents().map(({ kind, sequences }) => [kind, sequences])).toEqual([
      ["clamp-on", 200],
      ["clamp-measured", 200],
    ]);
  });

  it("stays on for as long as it says, and is evaluated without where that is over", async () => {
    const when = { measure: "loss", above: 0.1, hold: 24 };
    const folder = runFolder();
    await finished(folder, {
      training: { sequences: 120 },
      evaluation: { every: 40 },
      clamps: [ablate("L0H0", { when })],
    });
    expect(switches(folder)).toEqual([
      ["clamp-on", "0", 0],
      ["clamp-off", "0", 24],
      ["clamp-on", "0", 40],
      ["clamp-off", "0", 64],
      ["clamp-on", "0", 80],
      ["clamp-off", "0", 104],
    ]);
  });

  it(
    "goes on with the same bits and switches when killed or stopped anywhere",
    { timeout: 60_000 },
    async () => {
      const whole = outcome(await finished(runFolder()));
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 29 }), fc.boolean(), async (evaluation, isKilled) => {
          const at = evaluation * 40;
          const [folder, copy] = [runFolder(), runFolder()];
          let isDone = false;
          const opened = await create(folder, closed);
          await finish(opened, ({ sequences }, interrupt) => {
            if (sequences < at || isDone) return;
            isDone = true;
            if (isKilled) cpSync(folder, copy, { recursive: true });
            interrupt();
          });
          const left = isKilled ? copy : folder;
          rmSync(join(left, "lock.json"), { force: true });
          const resumed = await reopenRun(left);
          await finish(resumed);
          expect(outcome(resumed)).toEqual(whole);
        }),
        {
          numRuns: 12,
          examples: [
            [0, true],
            [1, true],
            [5, true],
            [5, false],
          ],
        },
      );
    },
  );

  it("goes on with the same bits and switches in a fork from any step", { timeout: 60_000 }, async () => {
    const folder = runFolder();
    const parent = await finished(folder);
    const { record } = readRun(folder);
    const losses = readLosses(folder);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1199 }), async (sequences) => {
        const step = Math.floor(sequences / 8);
        const forked = await forkRun({
          parentFolder: folder,
          sequences,
          experiment: record.experiment,
          id: "fork",
          runFolder: runFolder(),
        });
        const own = forked.writer.folder;
        expect(readLosses(own)).toEqual(losses.slice(0, step));
        await finish(forked);
        expect(state(forked.trainer)).toEqual(state(parent.trainer));
        expect(readMetrics(own).lines).toEqual(readMetrics(folder).lines);
        const later = (run: string) => switches(run).filter(([, , at]) => at > step * 8);
        expect(later(own)).toEqual(later(folder));
        expect(checkpoints(own)[0]).toBe(step * 8);
        // What held from before the fork on is told anew.
        const spans = (run: string) =>
          clampHistory(readRun(run).record, events(run)).map((history) =>
            history.spans
              .map(({ from, until }) => [Math.max(from, step * 8), until ?? Infinity] as const)
              .filter(([from, until]) => until > from),
          );
        expect(spans(own)).toEqual(spans(folder));
      }),
      { numRuns: 12, examples: [[0], [3], [40], [200], [207], [1199]] },
    );
  });

  it("of a fork is told when it begins on, and knows what the parent's evaluations said", async () => {
    const folder = runFolder();
    await finished(folder, { ...changes, clamps: [] });
    const [first] = readMetrics(folder).lines.filter(({ sets }) => sets.train!.loss < 1.4);
    const { sequences } = first!;
    const fork = async (when: object, at: number) => {
      const experiment = tiny({ ...changes, clamps: [ablate("L0H0", { when })] });
      const forked = await forkRun({
        parentFolder: folder,
        sequences: at,
        experiment,
        id: "f",
        runFolder: runFolder(),
      });
      forked.writer.close();
      return forked;
    };
    const on = await fork(loss, sequences + 16);
    expect(switches(on.writer.folder)).toEqual([["clamp-on", "0", sequences + 16]]);
    expect(clampHistory(on.record, events(on.writer.folder))).toMatchObject([
      { state: "on", spans: [{ from: sequences + 16, until: null }] },
    ]);
    const off = await fork(loss, sequences - 16);
    expect(clampHistory(off.record, events(off.writer.folder))).toMatchObject([
      { state: "waiting", spans: [] },
    ]);
    const over = await fork({ ...loss, hold: 8 }, sequences + 16);
    expect(switches(over.writer.folder)).toEqual([]);
  });

  it("can be set and released while running, and is saved with what it waits for", async () => {
    const folder = runFolder();
    const when = { measure: "loss", below: 1e-9 };
    const clamp = ablate("L0H0", { when });
    const opened = await create(folder, long);
    ask(folder, { kind: "clamp", id: "x", clamp }, { kind: "clamp", id: "y", clamp: ablate("L0H0", {}) });
    ask(folder, { kind: "stop" });
    await finish(opened);
    expect(events(folder).map(({ kind }) => kind)).toEqual([
      "started",
      "clamp-set",
      "checkpoint",
      "warning",
      "checkpoint",
      "stopped",
    ]);
    const again = await reopenRun(folder);
    expect(transformer(again.trainer).clamps.find("x")).toMatchObject({ clamp });
    ask(folder, { kind: "unclamp", id: "x" }, { kind: "stop" });
    await finish(again);
    const off = events(folder).find(({ kind }) => kind === "clamp-off");
    expect(off).toMatchObject({ id: "x", released: true });
    expect(clampHistory(readRun(folder).record, events(folder))).toMatchObject([{ id: "x", state: "off" }]);
  });
});
