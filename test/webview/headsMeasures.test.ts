import { describe, expect, it } from "vitest";
import type { AttentionValue } from "../../src/measures/measureValues.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { framePlan, planPieces } from "../../webview/heads/framePlan.ts";
import { HeadsMeasures } from "../../webview/heads/headsMeasures.ts";
import { defaultHeadsUi, type HeadsUi } from "../../webview/heads/headsUi.ts";
import { headsView, notDragged, type HeadsView, type Side } from "../../webview/heads/headsView.ts";
import { waitsForFrames } from "../../webview/heads/waitsForFrames.ts";
import type { MeasureWatch, PanelClient } from "../../webview/shared/panelClient.ts";
import { clampEvent, testRun } from "./compareRun.ts";
import { headsRun, sampleAttention, sampleMetrics } from "./headsSamples.ts";

interface Asked {
  readonly run: string;
  readonly name: string;
  readonly at: readonly number[];
}

/** The panel's measuring without its pictures: a host that answers at once, or when it is told to. */
class Measuring {
  readonly asked: Asked[] = [];
  readonly measures: HeadsMeasures;
  readonly #of: (at: number) => AttentionValue;
  #runs: readonly RunSnapshot[];
  #ui: HeadsUi;
  #held: (() => void)[] | null = null;
  /** The run that nothing can be measured of. */
  failing: string | null = null;

  constructor(
    runs: readonly RunSnapshot[],
    of = (at: number) => sampleAttention({ at }),
    ui: Partial<HeadsUi> = {},
  ) {
    this.#runs = runs;
    this.#of = of;
    this.#ui = { ...defaultHeadsUi, ...ui };
    const measure = (async (run, { name, at }, { signal }: MeasureWatch) => {
      // What does not come to rest is to fail, not to hang.
      if (this.asked.length > 500) throw new Error("too many requests");
      this.asked.push({ run, name, at: at ?? [] });
      if (run === this.failing) throw new Error("no such sequence");
      const held = this.#held;
      await new Promise<void>((resolve, reject) => {
        signal?.addEventListener("abort", () => {
          reject(new Error("aborted"));
        });
        if (held === null) resolve();
        else held.push(resolve);
      });
      const value = (place: number): unknown => (name === "metrics" ? sampleMetrics(0) : this.#of(place));
      const results = (at ?? []).map((sequences) => ({ sequences, value: value(sequences) }));
      return { name, run, experimentHash: "", results };
    }) as PanelClient["measure"];
    this.measures = new HeadsMeasures({ measure }, () => {
      this.update();
    });
    this.update();
  }

  get view(): HeadsView {
    const hasProblem = (side: Side): boolean => this.measures.problem(side) !== null;
    const view = headsView(this.#runs, this.#ui, this.measures.store, notDragged, hasProblem);
    if (view === null) throw new Error("a view expected");
    return view;
  }

  get sides(): readonly Side[] {
    return this.view.b === null ? [this.view.a] : [this.view.a, this.view.b];
  }

  update(ui: Partial<HeadsUi> = {}, runs = this.#runs): void {
    this.#ui = { ...this.#ui, ...ui };
    this.#runs = runs;
    this.measures.noteRuns(runs);
    this.measures.want(this.view);
  }

  hold(): void {
    this.#held = [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const answer of held) answer();
  }

  async rest(): Promise<void> {
    for (let calm = 0; calm < 3; calm++) {
      const before = this.asked.length;
      await new Promise((resolve) => setTimeout(resolve));
      if (this.asked.length !== before) calm = -1;
    }
  }
}

/** 16 heads on contexts of 50 pairs: more than 160,000 numbers a frame. Saved 21 times, evaluated 201 times. */
const large = (id: string): RunSnapshot =>
  testRun(id, {
    experiment: {
      model: { layers: 2, heads: 8 },
      data: { pairs: 50 },
      training: { batch: 32, sequences: 640_000 },
    },
    sequences: Array.from({ length: 201 }, (_, i) => i * 3200),
    checkpoints: Array.from({ length: 21 }, (_, i) => i * 32_000),
  });

const ofLarge = (() => {
  const value = sampleAttention({ at: 0, heads: 8, pairs: 50 });
  return () => value;
})();

describe("measuring what does not all fit", () => {
  it("comes to rest, each frame measured once, the exact frames of both sides there", async () => {
    const all = new Measuring([large("a"), large("b")], ofLarge);
    for (const side of all.sides) all.measures.setEverywhere(side, true);
    all.update({ at: 3200 });
    await all.rest();
    const places = all.asked.flatMap(({ run, at }) => at.map((place) => `${run} ${place}`));
    expect(places.length).toBeGreaterThan(20);
    expect(places.length).toBeLessThan(40);
    expect(new Set(places).size).toBe(places.length);
    expect(all.sides.map(({ at, isExact }) => [at, isExact])).toEqual([
      [3200, true],
      [3200, true],
    ]);
    for (const side of all.sides) expect(all.measures.everywhere(side)).toMatchObject({ have: 14, of: 14 });
  });

  it("rests wherever sliders are moved to, and what is wanted stays", async () => {
    const all = new Measuring([large("a"), large("b")], ofLarge);
    await all.rest();
    const planned = all.asked.length;
    for (let i = 1; i <= 40; i++) {
      all.update({ at: i * 32, againstAt: 600_000 + i * 32 });
      await all.rest();
      expect(all.sides.map(({ isExact }) => isExact)).toEqual([true, true]);
    }
    expect(all.asked.length - planned).toBe(80);
  });

  it("asks for as many frames at a time as an answer may be large, at least for one", () => {
    const { freePiece, trainedPiece } = framePlan(large("a"), true);
    expect([freePiece, trainedPiece]).toEqual([1, 1]);
    const small = framePlan(headsRun("b"), true);
    expect([small.freePiece, small.trainedPiece]).toEqual([4, 16]);
    const middle = testRun("c", { experiment: { model: { layers: 2, heads: 8 }, data: { pairs: 20 } } });
    // 16 × (41² + 4) numbers a frame
    expect(framePlan(middle, true).trainedPiece).toBe(9);
    const plan = { free: [0, 1, 2], trained: [3, 4], freePiece: 2, trainedPiece: 1 };
    expect(planPieces(plan, [0, 1, 2])).toEqual({ free: [[2, 0], [1]], trained: [[3], [4]] });
  });

  it("measures only where one looks where not even two frames fit", async () => {
    const huge = testRun("h", {
      experiment: { model: { layers: 2, heads: 8 }, data: { pairs: 400 } },
      checkpoints: [0, 32_000, 64_000],
    });
    expect(framePlan(huge, true)).toMatchObject({ free: [], trained: [] });
    const all = new Measuring([huge], () => sampleAttention({ at: 0, heads: 1, layers: 1, pairs: 1 }));
    await all.rest();
    expect(all.asked.map(({ at }) => at)).toEqual([[64_000]]);
  });
});

describe("a clamp that is set while a run is paused", () => {
  const clamp = { kind: "ablate", heads: ["L1H1"] };
  const a = headsRun("a");
  const clamped = { ...a, events: [...a.events, clampEvent("clamp-on", 400_000, "live-1", clamp)] };

  it("has frames and metrics measured anew from there on, and no others", async () => {
    const all = new Measuring([a, headsRun("b")], undefined, { ablated: ["L0H0"] });
    await all.rest();
    all.asked.length = 0;
    all.update({}, [clamped, headsRun("b")]);
    expect(all.measures.ablation(all.view.a)).toMatchObject({ asIs: null, ablated: null });
    await all.rest();
    expect(new Set(all.asked.map(({ run }) => run))).toEqual(new Set(["a"]));
    const of = (name: string): number[] =>
      all.asked.flatMap((one) => (one.name === name ? one.at : [])).sort((x, y) => x - y);
    expect([of("attention"), of("metrics")]).toEqual([
      [400_000, 500_000],
      [500_000, 500_000],
    ]);
    expect(all.view.a).toMatchObject({ isExact: true, clamps: { all: ["ablate L1H1"] } });
  });

  it("breaks off what was begun before", async () => {
    const all = new Measuring([a]);
    await all.rest();
    all.hold();
    all.update({ at: 499_968 });
    all.update({}, [clamped]);
    all.release();
    await all.rest();
    expect(all.asked.filter(({ at }) => at.includes(499_968))).toHaveLength(2);
    expect(all.view.a.isExact).toBe(true);
  });
});

describe("what the user does not want to wait for", () => {
  it("is cancelled: the nearest frame stays, and it is tried again only when asked to", async () => {
    const all = new Measuring([headsRun("a")]);
    await all.rest();
    all.hold();
    all.update({ at: 319_968 });
    all.measures.cancelUrgent();
    await all.rest();
    all.release();
    const asked = all.asked.length;
    all.update();
    await all.rest();
    expect(all.asked.length).toBe(asked);
    expect(all.measures.problem(all.view.a)).toEqual({ message: "It was cancelled.", isCancelled: true });
    expect(all.view.a).toMatchObject({ isExact: false, frame: { sequences: 300_000 } });
    all.measures.retry();
    await all.rest();
    expect(all.measures.problem(all.view.a)).toBeNull();
    expect(all.view.a.isExact).toBe(true);
  });
});

describe("a side that cannot be measured", () => {
  it("is not waited for, so that the other is not greyed out, until it is tried again", async () => {
    const all = new Measuring([headsRun("a"), headsRun("b")]);
    await all.rest();
    all.failing = "b";
    all.hold();
    all.update({ sequence: 900 });
    expect(waitsForFrames(all.view)).toBe(true);
    all.release();
    await all.rest();
    expect(all.sides.map(({ frame, isGivenUp }) => [frame === null, isGivenUp])).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(waitsForFrames(all.view)).toBe(false);
    all.failing = null;
    all.hold();
    all.measures.retry();
    expect(waitsForFrames(all.view)).toBe(true);
    all.release();
    await all.rest();
    expect(all.sides.map(({ isExact }) => isExact)).toEqual([true, true]);
  });
});
