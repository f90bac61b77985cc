import { describe, expect, it } from "vitest";
import { ownClampsAt } from "../../../webview/shared/ownClampsAt.ts";
import { clampEvent, testRun } from "../compareRun.ts";

const early = { kind: "ablate" as const, heads: ["L1H2"], until: 300_000 };
const live = { kind: "temperature", heads: ["L0H1", "L1H2"], temperature: 2 };
const run = testRun("a", {
  experiment: { model: { layers: 2, heads: 4 }, clamps: [early] },
  events: [
    clampEvent("clamp-on", 0, "0", early),
    clampEvent("clamp-on", 200_000, "live-1", live),
    clampEvent("clamp-off", 300_000, "0", early),
  ],
});

describe("a run's own clamps at a place", () => {
  it("are those whose time it is, in words, by head, and what they ablate", () => {
    expect(ownClampsAt(run, 199_999)).toEqual({
      all: ["ablate L1H2"],
      heads: new Map([["L1H2", ["ablate L1H2"]]]),
      ablated: new Set(["L1H2"]),
      isBeforeFork: false,
    });
    expect(ownClampsAt(run, 200_000)).toEqual({
      all: ["ablate L1H2", "L0H1, L1H2 temperature 2"],
      heads: new Map([
        ["L1H2", ["ablate L1H2", "L0H1, L1H2 temperature 2"]],
        ["L0H1", ["L0H1, L1H2 temperature 2"]],
      ]),
      ablated: new Set(["L1H2"]),
      isBeforeFork: false,
    });
    expect(ownClampsAt(run, 300_000)).toMatchObject({
      all: ["L0H1, L1H2 temperature 2"],
      ablated: new Set(),
    });
  });

  it("are looked up once for a place, and anew when there are other events", () => {
    expect(ownClampsAt(run, 7)).toBe(ownClampsAt({ record: run.record, events: run.events }, 7));
    const events = [...run.events, clampEvent("clamp-off", 400_000, "live-1", live)];
    expect(ownClampsAt(run, 400_000).all).toEqual(["L0H1, L1H2 temperature 2"]);
    expect(ownClampsAt({ ...run, events }, 400_000).all).toEqual([]);
    const other = testRun("b", { experiment: { model: { layers: 2, heads: 2 } } });
    expect(ownClampsAt({ ...other, events: run.events }, 7)).not.toBe(ownClampsAt(run, 7));
  });

  it("are not known before a fork, and are its own from there on", () => {
    const always = { kind: "ablate" as const, heads: ["L1H2"] };
    const forked = testRun("f", {
      experiment: { model: { layers: 2, heads: 4 }, clamps: [always] },
      events: [{ kind: "forked", parent: "a", sequences: 6400, time: "2026-01-02T03:04:05.000Z" }],
    });
    const fork = { ...forked, record: { ...forked.record, parent: { run: "a", sequences: 6400 } } };
    expect(ownClampsAt(fork, 6399)).toEqual({
      all: [],
      heads: new Map(),
      ablated: new Set(),
      isBeforeFork: true,
    });
    expect(ownClampsAt(fork, 6400)).toMatchObject({ all: ["ablate L1H2"], isBeforeFork: false });
  });
});
