import { describe, expect, it } from "vitest";
import { ablationRows, numberText } from "../../webview/heads/ablationRows.ts";
import { specKey } from "../../webview/heads/attentionSpec.ts";
import { emptyWords } from "../../webview/heads/emptyWords.ts";
import { frameLabel } from "../../webview/heads/frameLabel.ts";
import { frameWords } from "../../webview/heads/frameWords.ts";
import { FrameStore } from "../../webview/heads/frameStore.ts";
import { headColumns, headTableRows, sumRows } from "../../webview/heads/headColumns.ts";
import { headPlot, headScale, shownOf } from "../../webview/heads/headPlots.ts";
import { headsFigure, headsJson } from "../../webview/heads/headsExports.ts";
import { defaultHeadsUi, readHeadsUi, type HeadsUi } from "../../webview/heads/headsUi.ts";
import { headsView } from "../../webview/heads/headsView.ts";
import { setsOf } from "../../webview/shared/measuredSets.ts";
import { moveInGrid } from "../../webview/heads/moveInGrid.ts";
import { sequenceWords } from "../../webview/heads/sequenceWords.ts";
import { clampEvent, testRun } from "./compareRun.ts";
import { headsRun, sampleAttention, sampleMetrics } from "./headsSamples.ts";

const [a, b] = [headsRun("a"), headsRun("b")];

function storeOf(...frames: readonly (readonly [run: string, at: number])[]): FrameStore {
  const store = new FrameStore();
  for (const [run, at] of frames) {
    const key = specKey({ run, set: "train", sequence: null, ablated: [] });
    store.add(key, { sequences: at, value: sampleAttention({ at }) });
  }
  return store;
}

function viewOf(runs = [a], ui: Partial<HeadsUi> = {}, store = storeOf(["a", 500_000], ["b", 200_000])) {
  const view = headsView(runs, { ...defaultHeadsUi, ...ui }, store);
  if (view === null) throw new Error("a view expected");
  return view;
}

describe("state of the Heads panel", () => {
  const everything: HeadsUi = {
    run: "b",
    set: "class",
    sequence: 3,
    at: 64,
    against: "step",
    againstAt: 32,
    view: "difference",
    ablated: ["L1H3"],
    open: "L0H2",
    sort: { column: "target.a", direction: "descending" },
    chosen: { induction: ["L1H0"], previousToken: [] },
  };

  it("comes back as it was kept", () => {
    expect(readHeadsUi(JSON.parse(JSON.stringify(everything)))).toEqual(everything);
  });

  it.each([undefined, null, 7, "text", [], {}])("is the default for %j", (kept) => {
    expect(readHeadsUi(kept)).toEqual(defaultHeadsUi);
  });

  it("takes the default for each thing that is damaged", () => {
    const damaged = {
      ...everything,
      set: "moon",
      sequence: -1,
      at: 1.5,
      view: 3,
      ablated: ["L1H3", "rm", 3, "L1H3"],
      open: "x",
      sort: "up",
    };
    expect(readHeadsUi(damaged)).toEqual({
      ...everything,
      set: "train",
      sequence: null,
      at: null,
      view: "sides",
      ablated: ["L1H3"],
      open: null,
      sort: null,
    });
  });
});

describe("what the Heads panel draws", () => {
  it("is nothing of runs that have no heads or were never saved, and says why", () => {
    const toy = { ...testRun("toy", { checkpoints: [10] }) };
    const toyRecord = {
      ...toy,
      record: { ...toy.record, experiment: { ...toy.record.experiment, toy: { clamped: [] } as never } },
    };
    const young = headsRun("young", { checkpoints: [], state: "running" });
    const bare = headsRun("bare", { checkpoints: [] });
    expect(headsView([toyRecord, young, bare], defaultHeadsUi, storeOf())).toBeNull();
    const words = emptyWords({ isHydrated: true, runs: [toyRecord, young, bare], missing: [] });
    expect(words).toEqual([
      "run toy is a run of the toy model, which has no heads.",
      "run young has no checkpoint yet: its heads can be looked at once it is saved.",
      "run bare has no checkpoints, so its heads cannot be looked at.",
    ]);
    expect(emptyWords({ isHydrated: false, runs: [], missing: [] })).toHaveLength(1);
    const missing = [{ id: "x", name: "x", reason: "its folder is gone", isComing: false }];
    expect(emptyWords({ isHydrated: true, runs: [], missing })).toEqual([
      "x cannot be shown: its folder is gone",
    ]);
  });

  it("is the run where it was last saved, and the nearest frame while there is none of a place", () => {
    expect(viewOf().a).toMatchObject({ at: 500_000, isExact: true });
    const view = viewOf([a], { at: 350_017 });
    expect(view.a).toMatchObject({ at: 350_016, isExact: false });
    expect(frameLabel(view.a)).toBe("frame of 500,000 (nearest)");
    expect(frameLabel(viewOf().a)).toBe("measured at 500,000");
    expect(frameLabel({ ...view.a, frame: null })).toBe("nothing was measured yet");
  });

  it("follows the slider while it is dragged, and no further than the run has come", () => {
    const dragged = headsView([a], defaultHeadsUi, storeOf(), { a: 64, b: null });
    expect(dragged?.a.at).toBe(64);
    expect(viewOf([a], { at: 9e9 }).a.at).toBe(500_000);
  });

  it("holds two runs against each other at one place, until another is chosen", () => {
    expect(viewOf([a, b])).toMatchObject({
      against: "run",
      isTied: true,
      b: { run: { id: "b" }, at: 500_000 },
    });
    expect(viewOf([a, b], { at: 64 }).b?.at).toBe(64);
    expect(viewOf([a, b], { againstAt: 200_000 })).toMatchObject({ isTied: false, b: { at: 200_000 } });
    expect(viewOf([a, b], { run: "b" })).toMatchObject({ a: { run: { id: "b" } }, b: { run: { id: "a" } } });
    expect(viewOf([a, b], { against: "nothing" }).b).toBeNull();
    expect(viewOf([a], { against: "step" })).toMatchObject({
      against: "step",
      b: { run: { id: "a" }, at: 0 },
    });
    expect(viewOf([a], { against: "run:gone" }).against).toBe("nothing");
  });

  it("does not say that B is where A is where B ends before, and has B follow again from where it has come", () => {
    const ends = 203_456;
    const shorter = headsRun("b", { sequences: [0, 100_000, ends], checkpoints: [100_000, 200_000] });
    expect(viewOf([a, shorter])).toMatchObject({
      isTied: false,
      endOfB: ends,
      b: { at: ends - (ends % 32) },
    });
    expect(viewOf([a, shorter], { at: ends + 32 })).toMatchObject({ isTied: false, endOfB: ends });
    // A's step may be one that B does not have.
    expect(viewOf([a, shorter], { at: 150_017 })).toMatchObject({ isTied: true, endOfB: null });
    expect(viewOf([a, shorter], { againstAt: 64 })).toMatchObject({
      isTied: false,
      endOfB: ends,
      b: { at: 64 },
    });
    expect(viewOf([a, shorter], { against: "step" })).toMatchObject({ isTied: false, endOfB: null });
  });

  it("ties runs whose batches differ where B's step is not quite A's", () => {
    const other = headsRun("b", { experiment: { training: { batch: 1000, sequences: 500_000 } } });
    expect(viewOf([a, other], { at: 100_032 })).toMatchObject({ isTied: true, b: { at: 100_000 } });
  });

  it("ablates in each run the heads that it has, and says so", () => {
    const small = headsRun("b", { experiment: { model: { layers: 2, heads: 2 } } });
    const view = viewOf([a, small], { ablated: ["L1H3", "L0H1"] });
    expect([view.a.spec.ablated, view.b?.spec.ablated]).toEqual([["L1H3", "L0H1"], ["L0H1"]]);
    const store = storeOf();
    for (const { key } of [view.a, view.b!])
      store.add(key, { sequences: 500_000, value: sampleAttention({ at: 500_000 }) });
    const measured = viewOf([a, small], { ablated: ["L1H3", "L0H1"] }, store);
    const none = () => ({ asIs: null, ablated: null, problem: null });
    const [ofA, ofB] = frameWords(measured, none).split("\n");
    expect(ofA).toContain("That is with L0H1, L1H3 ablated");
    expect(ofB).toContain("That is with L0H1 ablated");
    const titles = headsFigure(measured, ["L0H0"]).plots.map(({ title }) => title);
    expect(titles).toEqual([
      expect.stringMatching(/with L0H1, L1H3 ablated$/),
      expect.stringMatching(/with L0H1 ablated$/),
    ]);
    expect(headsJson(measured)).toMatchObject([{ ablated: ["L1H3", "L0H1"] }, { ablated: ["L0H1"] }]);
  });

  it("has the sets that the run was evaluated on, and all training sequences", () => {
    expect(setsOf(a)).toEqual(["train", "relabel", "all"]);
  });
});

describe("clamps at a place", () => {
  const clamp = { kind: "ablate" as const, heads: ["L1H2"], until: 300_000 };
  const run = headsRun("c", {
    experiment: { clamps: [clamp] },
    events: [clampEvent("clamp-on", 0, "0", clamp), clampEvent("clamp-off", 300_000, "0", clamp)],
  });

  it("are told of the frame that is drawn, not of the place that it stands for", () => {
    const store = storeOf(["c", 499_968]);
    expect(headsView([run], { ...defaultHeadsUi, at: 64 }, store)?.a.clamps.all).toEqual([]);
  });
});

describe("a head's map", () => {
  it("has attention from 0 to 1, tokens on both axes, and the query's row marked", () => {
    const view = viewOf();
    const scale = headScale(view);
    const plot = headPlot(view, "L1H1", "A", scale)!;
    expect(scale).toEqual({ range: [0, 1], scale: "sequential" });
    expect(plot.rows).toEqual(["exemplar 1", "label 1", "exemplar 2", "label 2", "query"]);
    expect(plot.columns).toEqual(plot.rows);
    expect([plot.markedRow, plot.missing]).toEqual([4, "above-diagonal"]);
    expect(Array.from(plot.values)).toEqual(sampleAttention({ at: 500_000 }).heads["L1H1"]!.pattern.flat());
    expect(headPlot(view, "L7H7", "A", scale)).toBeNull();
  });

  it("says what the tokens of a sequence are", () => {
    const store = new FrameStore();
    const key = specKey({ run: "a", set: "train", sequence: 3, ablated: [] });
    store.add(key, { sequences: 500_000, value: sampleAttention({ at: 500_000, sequence: 3 }) });
    const view = viewOf([a], { sequence: 3 }, store);
    expect(headPlot(view, "L0H0", "A", headScale(view))!.rows.slice(0, 2)).toEqual([
      "exemplar 1: 10",
      "label 1: 1",
    ]);
  });

  it("of a difference is A − B, on a scale that reaches as far as the largest of any head", () => {
    const view = viewOf([a, b], { view: "difference", againstAt: 200_000 });
    const scale = headScale(view);
    const plot = headPlot(view, "L0H0", "difference", scale)!;
    const [first, second] = [500_000, 200_000].map((at) =>
      sampleAttention({ at }).heads["L0H0"]!.pattern.flat(),
    );
    expect(Array.from(plot.values)).toEqual(first!.map((value, i) => value - second![i]!));
    const largest = Math.max(...Array.from(plot.values, Math.abs));
    expect(scale.scale).toBe("diverging");
    expect(scale.range[1]).toBe(-scale.range[0]);
    expect(scale.range[1]).toBeGreaterThanOrEqual(largest);
    expect(scale.range[1]).toBeLessThan(largest + 0.011);
    expect(shownOf(view)).toEqual(["difference"]);
    expect(shownOf(viewOf([a, b]))).toEqual(["A", "B"]);
    expect(plot.title).toBe("L0H0, run a at 500,000 − run b at 200,000");
  });

  it("has no difference where contexts are of different lengths", () => {
    const store = storeOf(["a", 500_000]);
    const key = specKey({ run: "b", set: "train", sequence: null, ablated: [] });
    store.add(key, { sequences: 500_000, value: sampleAttention({ at: 500_000, pairs: 4 }) });
    const view = viewOf([a, b], { view: "difference" }, store);
    expect(headPlot(view, "L0H0", "difference", headScale(view))).toBeNull();
  });
});

describe("numbers of heads", () => {
  it("are by head, with a rest that makes the sum whole", () => {
    const view = viewOf();
    const rows = headTableRows(view);
    const [induction, previousToken, target] = headColumns(false);
    expect(rows).toHaveLength(8);
    expect(rows.map((row) => induction!.value(row))).toEqual([null, null, null, null, 0.05, 0.5, 0.05, 0.05]);
    expect(previousToken!.value(rows[0]!)).toBe(0.5);
    expect(sumRows(view).map((row) => [row.name, target!.value(row)])).toEqual([
      ["Rest", 0.5],
      ["Sum: logits", 4],
    ]);
  });

  it("of two sides come with their difference", () => {
    const view = viewOf([a, b], { againstAt: 200_000 });
    const row = headTableRows(view).find(({ name }) => name === "L1H1")!;
    const values = headColumns(true)
      .slice(0, 3)
      .map(({ value }) => value(row));
    expect(values[0]).toBe(0.5);
    expect(values[1]).toBe(0.2);
    expect(values[2]).toBeCloseTo(0.3);
  });

  it("tell what ablation changes, for each set", () => {
    const rows = ablationRows(sampleMetrics(0), sampleMetrics(1));
    expect(rows.map(({ title }) => title).slice(0, 4)).toEqual([
      "Train loss",
      "Train accuracy",
      "Train in-context accuracy",
      "Relabel loss",
    ]);
    expect(rows[3]).toEqual({ title: "Relabel loss", asIs: 0.75, ablated: 1.25, difference: 0.5 });
    expect(ablationRows(sampleMetrics(0), null)[0]).toMatchObject({ ablated: null, difference: null });
    expect([numberText(0.5, true), numberText(-0.5, true), numberText(0.5), numberText(null)]).toEqual([
      "+0.500",
      "−0.500",
      "0.500",
      "–",
    ]);
  });
});

describe("words", () => {
  it("say on what was measured, and whether the answer was right", () => {
    expect(sequenceWords(sampleAttention({ at: 500_000 }))).toBe(
      "Train: mean over 1,000 sequences. Loss 0.500, accuracy 0.500.",
    );
    expect(sequenceWords(sampleAttention({ at: 0, sequence: 3 }))).toBe(
      "Train, sequence 3 of 1,000: class 10 has label 1, class 11 has label 2; the query is of class 11. " +
        "Target 2, answer 1: wrong. Loss 0.940.",
    );
    expect(sequenceWords(sampleAttention({ at: 0, sequence: 2 }))).toContain("Target 2, answer 2: right.");
  });

  it("have a line for each side, also before it is measured", () => {
    const none = () => ({ asIs: null, ablated: null, problem: null });
    expect(frameWords(viewOf([a], {}, storeOf()), none)).toBe("Not measured yet.");
    const [first, second, ...rest] = frameWords(viewOf([a, b], {}, storeOf(["a", 500_000])), none).split(
      "\n",
    );
    expect(first).toMatch(/^A: Train: mean over 1,000 sequences\./);
    expect(second).toBe("B: Not measured yet.");
    expect(rest).toEqual([]);
  });
});

describe("arrow keys", () => {
  const layers = [["L0H0", "L0H1", "L0H2"], ["L1H0"]];
  it("go from head to head, and not over the edge", () => {
    const go = (head: string, key: string): string | null => moveInGrid(layers, head, key);
    expect(go("L0H0", "ArrowRight")).toBe("L0H1");
    expect(go("L0H0", "ArrowLeft")).toBeNull();
    expect(go("L0H2", "ArrowDown")).toBe("L1H0");
    expect(go("L1H0", "ArrowUp")).toBe("L0H0");
    expect(go("L0H1", "End")).toBe("L0H2");
    expect(go("L0H1", "Home")).toBe("L0H0");
    expect(go("L0H1", "x")).toBeNull();
  });
});

describe("what is exported", () => {
  it("has all heads with their places, and the values as they were measured", () => {
    const view = viewOf([a], { at: 350_016 });
    expect(headsFigure(view).plots).toHaveLength(8);
    expect(headsFigure(view, ["L1H1"]).plots[0]?.title).toBe("L1H1, run a at 500,000");
    const other = { ablated: ["L1H1", "L0H2"], sequence: 3, set: "class" } as const;
    const store = new FrameStore();
    const value = sampleAttention({ at: 320_000, sequence: 3 });
    store.add(specKey({ run: "a", ...other }), { sequences: 320_000, value });
    expect(headsFigure(viewOf([a], other, store), ["L1H1"]).plots[0]?.title).toBe(
      "L1H1, run a at 320,000, sequence 3 of the set class, with L0H2, L1H1 ablated",
    );
    expect(headsJson(view)).toMatchObject([
      { run: "a", asked: 350_016, sequences: 500_000, shown: "frame of 500,000 (nearest)", ablated: [] },
    ]);
    expect(headsJson(view)).toMatchObject([{ value: sampleAttention({ at: 500_000 }) }]);
  });
});
