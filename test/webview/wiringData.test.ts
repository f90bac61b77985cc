import { describe, expect, it } from "vitest";
import type { PanelMeasure } from "../../src/protocol/panelMessages.ts";
import type { MeasureWatch, PanelClient } from "../../webview/shared/panelClient.ts";
import { firstClampChange } from "../../webview/shared/firstClampChange.ts";
import { WiringData } from "../../webview/wiring/wiringData.ts";
import { eventsOf } from "../unit/runs/comparison/sampleRuns.ts";
import { attentionValue, compositionValue, usualSettings, wiringValue } from "./wiringFixture.ts";

interface Asked {
  readonly measure: PanelMeasure;
  readonly watch: MeasureWatch;
  answer(...values: readonly unknown[]): Promise<void>;
  fail(message: string): Promise<void>;
}

/** A host that answers when it is told to. */
function fakeHost() {
  const asked: Asked[] = [];
  const measure = (run: string, wanted: PanelMeasure, watch: MeasureWatch = {}) =>
    new Promise((resolve, reject) => {
      const settle = async (how: () => void): Promise<void> => {
        how();
        await new Promise((done) => setTimeout(done, 0));
      };
      watch.signal?.addEventListener("abort", () => {
        reject(new Error("aborted"));
      });
      asked.push({
        measure: wanted,
        watch,
        answer: (...values) =>
          settle(() => {
            const results = values.map((value, i) => ({ sequences: wanted.at?.[i] ?? 0, value }));
            resolve({ name: wanted.name, run, experimentHash: "", results });
          }),
        fail: (message) =>
          settle(() => {
            reject(new Error(message));
          }),
      });
    });
  const data = new WiringData({ measure: measure as PanelClient["measure"] });
  const changes: number[] = [];
  data.onDidChange.on(() => changes.push(changes.length));
  return { data, asked, changes };
}

describe("measuring wiring", () => {
  it("asks for what is set, says how far it is, and keeps what came", async () => {
    const { data, asked } = fakeHost();
    const done = data.compute({ ...usualSettings, sequences: "all" });
    expect(asked[0]!.measure).toEqual({
      name: "wiring",
      at: [960],
      clamps: [],
      options: { sequences: "all", layers: [0, 1] },
    });
    asked[0]!.watch.onProgress?.(0.25, "variant 3 of 12");
    expect(data.work).toMatchObject({ fraction: 0.25, text: "variant 3 of 12" });
    await asked[0]!.answer(wiringValue());
    expect(await done).toBe(true);
    expect(data.work).toBeNull();
    expect(data.measured.wiring).toMatchObject({ sequences: 960, value: wiringValue() });
  });

  it("is cancelled at once and keeps what was there, also when an answer comes late", async () => {
    const { data, asked } = fakeHost();
    void data.compute(usualSettings);
    await asked[0]!.answer(wiringValue());
    const before = data.measured.wiring;
    const done = data.compute({ ...usualSettings, place: 640 });
    data.cancel();
    expect(asked[1]!.watch.signal?.aborted).toBe(true);
    expect(data.work).toBeNull();
    expect(data.outcome).toEqual({
      kind: "cancelled",
      text: "Cancelled. What was computed before is kept.",
    });
    expect(await done).toBe(false);
    asked[1]!.watch.onProgress?.(0.9, "late");
    await asked[1]!.answer(wiringValue());
    expect(data.work).toBeNull();
    expect(data.measured.wiring).toBe(before);
    expect(data.outcome?.kind).toBe("cancelled");
  });

  it("says why it could not be measured", async () => {
    const { data, asked } = fakeHost();
    const done = data.compute(usualSettings);
    await asked[0]!.fail("The run is gone.");
    expect(await done).toBe(false);
    expect(data.outcome).toEqual({ kind: "failed", text: "The run is gone." });
  });

  it("of one run ends what was asked for another", async () => {
    const { data, asked } = fakeHost();
    void data.compute(usualSettings);
    data.needComposition(usualSettings);
    data.reset();
    expect(asked.every(({ watch }) => watch.signal?.aborted)).toBe(true);
    await asked[0]!.answer(wiringValue());
    expect(data.measured.wiring).toBeNull();
    expect(data.work).toBeNull();
  });
});

describe("what was measured under other clamps", () => {
  it("is forgotten from the place on, also what is under way, and nothing before it", async () => {
    const { data, asked } = fakeHost();
    void data.compute({ ...usualSettings, place: 640 });
    await asked[0]!.answer(wiringValue());
    data.needAttention(usualSettings);
    await asked[1]!.answer(attentionValue());
    data.forgetFrom(960);
    expect(data.measured.attention).toBeNull();
    expect(data.measured.wiring?.sequences).toBe(640);
    expect(data.outcome).toBeNull();
    data.needComposition(usualSettings);
    const done = data.compute(usualSettings);
    data.forgetFrom(960);
    expect(asked.slice(2).map(({ watch }) => watch.signal?.aborted)).toEqual([true, true]);
    expect(await done).toBe(false);
    expect(data.work).toBeNull();
    expect(data.outcome?.text).toMatch(/clamps have changed/);
    data.needComposition(usualSettings);
    expect(asked).toHaveLength(5);
    data.forgetFrom(640);
    expect(data.measured.wiring).toBeNull();
  });

  it("is told by the events that only one of two lists has, without what was undone", () => {
    const clamp = { kind: "ablate", heads: ["L0H1"] };
    const set = (sequences: number) => ({ kind: "clamp-set" as const, id: "1", clamp, sequences });
    const before = eventsOf({ kind: "started", sequences: 0 }, set(320), { kind: "paused", sequences: 640 });
    expect(firstClampChange(before, structuredClone(before))).toBeNull();
    expect(
      firstClampChange(before, [...before, ...eventsOf({ kind: "finished", sequences: 960 })]),
    ).toBeNull();
    const more = eventsOf({ ...set(640), kind: "clamp-on" }, { ...set(960), kind: "clamp-off" });
    expect(firstClampChange(before, [...before, ...more])).toBe(640);
    const resumed = eventsOf({ kind: "resumed", sequences: 160, checkpoint: "checkpoints/160" });
    expect(firstClampChange([...before, ...more], [...before, ...more, ...resumed])).toBe(320);
  });
});

describe("what is only shown if it is kept", () => {
  it("is given up as soon as there is work to be done", async () => {
    const { data, asked } = fakeHost();
    const kept = data.compute(usualSettings, true);
    await asked[0]!.answer(wiringValue());
    expect(await kept).toBe(true);
    const gone = data.compute({ ...usualSettings, place: 640 }, true);
    asked[1]!.watch.onProgress?.(0, "starting");
    expect(asked[1]!.watch.signal?.aborted).toBe(true);
    expect(await gone).toBe(false);
    expect(data.work).toBeNull();
    expect(data.outcome).toBeNull();
    expect(data.measured.wiring?.sequences).toBe(960);
  });
});

describe("measures that are cheap", () => {
  it("are asked for once, composition at the start and the place together", async () => {
    const { data, asked, changes } = fakeHost();
    data.needComposition(usualSettings);
    data.needComposition({ ...usualSettings, sequences: "class" });
    expect(asked.map(({ measure }) => measure)).toEqual([
      { name: "composition", at: [0, 960], clamps: [], options: { layers: [0, 1] } },
    ]);
    await asked[0]!.answer(compositionValue(1), compositionValue(4));
    expect(data.measured.composition).toMatchObject({
      sequences: 960,
      value: { initial: compositionValue(1), now: compositionValue(4) },
    });
    expect(changes).toHaveLength(1);
    data.needComposition(usualSettings);
    expect(asked).toHaveLength(1);
  });

  it("are asked for anew at another place, and the earlier wish is given up", async () => {
    const { data, asked } = fakeHost();
    data.needComposition(usualSettings);
    data.needComposition({ ...usualSettings, place: 0 });
    expect(asked[0]!.watch.signal?.aborted).toBe(true);
    expect(asked[1]!.measure.at).toEqual([0]);
    await asked[1]!.answer(compositionValue(1));
    await asked[0]!.answer(compositionValue(1), compositionValue(4));
    expect(data.measured.composition?.settings.place).toBe(0);
    expect(asked).toHaveLength(2);
  });

  it("do without the start where a fork cannot be led back to it, and say why where nothing is there", async () => {
    const { data, asked } = fakeHost();
    data.needComposition(usualSettings);
    await asked[0]!.fail("no parent");
    expect(asked[1]!.measure.at).toEqual([960]);
    await asked[1]!.answer(compositionValue(4));
    expect(data.measured.composition?.value).toEqual({ now: compositionValue(4), initial: null });
    data.needComposition({ ...usualSettings, place: 640 });
    await asked[2]!.fail("no parent");
    await asked[3]!.fail("no checkpoint");
    expect(data.problems.composition).toBe("no checkpoint");
    data.needComposition({ ...usualSettings, place: 640 });
    expect(asked).toHaveLength(4);
  });

  it("have no problem any more back at a place where they are there", async () => {
    const { data, asked } = fakeHost();
    data.needAttention(usualSettings);
    await asked[0]!.answer(attentionValue());
    data.needAttention({ ...usualSettings, place: 640 });
    await asked[1]!.fail("no checkpoint");
    expect(data.problems.attention).toBe("no checkpoint");
    data.needAttention(usualSettings);
    expect(data.problems.attention).toBeNull();
  });

  it("have attention of all heads at once, whatever the layers", async () => {
    const { data, asked } = fakeHost();
    data.needAttention(usualSettings);
    expect(asked[0]!.measure).toEqual({
      name: "attention",
      at: [960],
      clamps: [],
      options: { sequences: "train" },
    });
    await asked[0]!.answer(attentionValue());
    data.needAttention({ ...usualSettings, layers: [0, 2] });
    expect(asked).toHaveLength(1);
    expect(data.measured.attention?.value.on.count).toBe(1000);
  });
});
