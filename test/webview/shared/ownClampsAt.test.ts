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

  it("hold heads by their plain names, however they are written", () => {
    const ablated = { kind: "ablate" as const, heads: ["L01H03"] };
    const written = testRun("w", {
      experiment: { model: { layers: 2, heads: 4 }, clamps: [ablated] },
      events: [clampEvent("clamp-on", 0, "0", ablated)],
    });
    const own = ownClampsAt(written, 0);
    expect([...own.heads.keys()]).toEqual(["L1H3"]);
    expect(own.ablated).toEqual(new Set(["L1H3"]));
  });

  const [ofFirst, ofSecond] = [0, 1].map((layer) => [0, 1, 2, 3].map((head) => `L${layer}H${head}`)) as [
    string[],
    string[],
  ];
  const checkpoint = "run:0123456789abcdef@6400";
  it.each([
    [{ kind: "set", site: "blocks.1.attn.hook_z", value: 0 }, ofSecond],
    [{ kind: "set", site: "blocks.1.attn.hook_z", heads: ["L1H2"], value: 0 }, ["L1H2"]],
    [{ kind: "set", site: "blocks.1.hook_attn_out", value: 0 }, []],
    [{ kind: "set", site: "blocks.7.attn.hook_z", value: 0 }, []],
    [{ kind: "perfect-layer-0" }, ofFirst],
    [{ kind: "preserve", what: ["v"] }, [...ofFirst, ...ofSecond]],
    [{ kind: "graft-in", checkpoint, throughLayer: 0 }, ofFirst],
    [{ kind: "graft-out", checkpoint, fromLayer: 1 }, ofSecond],
    [{ kind: "ablate-embedding" }, []],
    [{ kind: "of a later version", heads: ["L0H1", "x", 3] }, ["L0H1"]],
  ])("hold, and do not ablate, what is theirs: %j", (clamp, heads) => {
    const of = testRun("s", {
      experiment: { model: { layers: 2, heads: 4 } },
      events: [clampEvent("clamp-on", 64, "live-1", clamp)],
    });
    const own = ownClampsAt(of, 64);
    expect([...own.heads.keys()]).toEqual(heads);
    expect(own.ablated.size).toBe(0);
    expect(own.all).toHaveLength(1);
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
