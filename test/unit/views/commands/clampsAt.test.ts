import { describe, expect, test } from "vitest";
import { experimentSchema } from "../../../../src/experiment/experimentSchema.ts";
import type { RunEvent } from "../../../../src/runs/runEvents.ts";
import { clampsAt } from "../../../../src/views/commands/clampsAt.ts";
import { sampleRecord } from "../../runs/runFixtures.ts";

const own = { kind: "ablate", heads: ["L1H0"] } as const;
const late = { kind: "ablate", heads: ["L1H1"], from: 500_000 } as const;
const early = { kind: "ablate", heads: ["L1H2"], until: 50_000 } as const;
const live = { kind: "previous-token", heads: ["L0H2"], strength: 1, positions: "all" } as const;
const base = sampleRecord();
const record = { ...base, experiment: experimentSchema.parse({ clamps: [own, late, early] }) };
const time = "2026-03-01T14:25:30.000Z";

const on = (id: string, clamp: { kind: string }, sequences: number): RunEvent => ({
  kind: "clamp-on",
  time,
  sequences,
  id,
  clamp,
});
const off = (id: string, sequences: number): RunEvent => ({
  ...{ kind: "clamp-off", time, sequences, id, clamp: own },
});

const start = [on("0", own, 0), on("2", early, 0), off("2", 50_000)];

describe("the clamps at a checkpoint", () => {
  test("are also those whose condition is not met there, as they are", () => {
    const closed = { ...own, when: { measure: "loss", below: 0.5 } } as const;
    const of = { ...base, experiment: experimentSchema.parse({ clamps: [closed] }) };
    const switched = (id: string) => [on(id, closed, 5000), { ...off(id, 10_000), clamp: closed }];
    expect(clampsAt(of, switched("0"), 20_000)).toEqual({ clamps: [closed], live: [], released: [] });
    const other = { ...base, experiment: experimentSchema.parse({}) };
    expect(clampsAt(other, switched("x"), 20_000)).toEqual({
      clamps: [closed],
      live: [closed],
      released: [],
    });
    const released: RunEvent = { ...off("0", 15_000), clamp: closed, released: true } as RunEvent;
    expect(clampsAt(of, [...switched("0"), released], 20_000)).toEqual({
      clamps: [],
      live: [],
      released: [closed],
    });
  });

  test("are those of the experiment where nothing was changed", () => {
    const { clamps, live: set, released } = clampsAt(record, start, 200_000);
    expect(clamps).toEqual([own, late, early]);
    expect([set, released]).toEqual([[], []]);
  });

  test("are also those set while running, from then on, unless that was later or is over", () => {
    const events = [...start, on("live-1", live, 100_000), off("live-1", 300_000)];
    expect(clampsAt(record, events, 200_000)).toEqual({
      clamps: [own, late, early, { ...live, from: 100_000 }],
      live: [{ ...live, from: 100_000 }],
      released: [],
    });
    expect(clampsAt(record, events, 90_000).clamps).toEqual([own, late, early]);
    expect(clampsAt(record, events, 350_000).clamps).toEqual([own, late, early]);
  });

  test("keep the window with which they were set", () => {
    const windowed = { ...live, from: 120_000, until: 400_000 };
    const waiting: RunEvent = { kind: "clamp-set", time, sequences: 100_000, id: "live-1", clamp: windowed };
    expect(clampsAt(record, [...start, waiting], 110_000).live).toEqual([windowed]);
    expect(clampsAt(record, [...start, waiting, on("live-1", windowed, 120_000)], 200_000).live).toEqual([
      windowed,
    ]);
  });

  test("are without those that were released or changed by then", () => {
    const gone = clampsAt(record, [...start, off("0", 150_000)], 200_000);
    expect(gone).toEqual({ clamps: [late, early], live: [], released: [own] });
    const other = { ...own, heads: ["L1H5"] };
    const changed = clampsAt(record, [...start, off("0", 150_000), on("0", other, 150_000)], 200_000);
    expect(changed.clamps).toEqual([late, early, { ...other, from: 150_000 }]);
    expect(changed.released).toEqual([own]);
  });
});
