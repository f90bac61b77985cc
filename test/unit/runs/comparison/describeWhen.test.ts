import { describe, expect, it } from "vitest";
import { clampHistory } from "../../../../src/runs/comparison/clampHistory.ts";
import { clampSentence } from "../../../../src/runs/comparison/clampSentence.ts";
import { describeClamp, describeClamps } from "../../../../src/runs/comparison/describeClamp.ts";
import { describeWhen } from "../../../../src/runs/comparison/describeWhen.ts";
import type { RunEvent } from "../../../../src/runs/runEvents.ts";
import { eventsOf, recordOf } from "./sampleRuns.ts";

const model = { layers: 2, heads: 8 };
const when = { measure: "induction", head: "L1H3", above: 0.5, hold: 20_000 };
const clamp = { kind: "ablate", heads: ["L1H3"], when };

describe("a clamp's condition in words", () => {
  it.each<[unknown, string]>([
    [when, "L1H3 induction > 0.5, held 20k"],
    [{ measure: "loss", below: 0.5 }, "train loss < 0.5"],
    [
      { measure: "inContextAccuracy", set: "class", above: 0.2, below: 0.7 },
      "0.2 < class in-context accuracy < 0.7",
    ],
    [{ measure: "previousToken", head: "L0H2", below: 0.1 }, "L0H2 previous token < 0.1"],
    [{ measure: "toString", below: 0.1 }, "train toString < 0.1"],
    [{ measure: "loss" }, ""],
    [{ measure: 3, below: 0.1 }, ""],
    [undefined, ""],
    [null, ""],
    ["loss", ""],
  ])("%j: %j", (given, words) => {
    expect(describeWhen(given)).toBe(words);
  });

  it("goes with the clamp's own, and keeps clamps with other conditions apart", () => {
    expect(describeClamp(clamp, model)).toBe("ablate L1H3 when L1H3 induction > 0.5, held 20k");
    const windowed = { ...clamp, kind: "previous-token", from: 200_000 };
    expect(describeClamp(windowed, model)).toBe(
      "L1H3 previous token from 200k when L1H3 induction > 0.5, held 20k",
    );
    const other = { kind: "ablate", heads: ["L1H4"] };
    expect(describeClamps([clamp, other, { ...other, heads: ["L1H5"] }], model)).toBe(
      "no L1H3 when L1H3 induction > 0.5, held 20k + no L1H4, L1H5",
    );
  });
});

describe("the history of a clamp with a condition", () => {
  const record = recordOf({ clamps: [clamp] });
  const on = (sequences: number) => ({ kind: "clamp-on", sequences, id: "0", clamp }) as const;
  const off = (sequences: number) => ({ kind: "clamp-off", sequences, id: "0", clamp }) as const;
  const states = (events: readonly RunEvent[]) =>
    clampHistory(record, events).map((history) => [history.state, clampSentence(history)]);

  it("waits for the condition, holds, and waits again where it is not met", () => {
    expect(states(eventsOf())).toEqual([["waiting", "waits for L1H3 induction > 0.5, held 20k"]]);
    expect(states(eventsOf(on(32_000)))).toEqual([["on", "clamped since 32k"]]);
    expect(states(eventsOf(on(32_000), off(64_000)))).toEqual([
      ["waiting", "clamped from 32k until 64k, waits for L1H3 induction > 0.5, held 20k"],
    ]);
    expect(states(eventsOf(on(32_000), off(64_000), on(96_000)))).toEqual([["on", "clamped since 96k"]]);
  });

  it("is over when it was released, also while it waited", () => {
    const released = { ...off(64_000), released: true } as const;
    expect(states(eventsOf(on(32_000), released))).toEqual([["off", "clamped from 32k until 64k"]]);
    expect(states(eventsOf(on(32_000), off(48_000), released))).toEqual([
      ["off", "clamped from 32k until 48k"],
    ]);
  });

  it("is over where its window is, whether it held then or not", () => {
    const windowed = { ...clamp, from: 1000, until: 90_000 };
    const of = recordOf({ clamps: [windowed] });
    const end = (events: readonly RunEvent[]) => clampHistory(of, events)[0]!;
    expect(clampSentence(end([]))).toBe("waits for L1H3 induction > 0.5, held 20k from 1k");
    expect(end(eventsOf({ kind: "finished", sequences: 90_016 })).state).toBe("off");
    const held = end(
      eventsOf(
        { ...on(32), clamp: windowed },
        { ...off(90_016), clamp: windowed },
        { kind: "finished", sequences: 100_000 },
      ),
    );
    expect(held).toMatchObject({ state: "off", spans: [{ from: 32, until: 90_016 }] });
  });

  it("of a fork begins with its events alone", () => {
    const fork = recordOf({ clamps: [clamp] }, { parent: { run: "a", sequences: 320 } });
    const forked = { kind: "forked", sequences: 320, parent: "a" } as const;
    expect(clampHistory(fork, eventsOf(forked))).toMatchObject([{ state: "waiting", spans: [] }]);
    expect(clampHistory(fork, eventsOf(forked, on(320)))).toMatchObject([
      { state: "on", spans: [{ from: 320, until: null }] },
    ]);
  });
});
