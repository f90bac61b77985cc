import { describe, expect, it } from "vitest";
import { specKey } from "../../webview/heads/attentionSpec.ts";
import { FrameStore } from "../../webview/heads/frameStore.ts";
import { byCheckpoint, coarseToFine, thinned } from "../../webview/heads/planFrames.ts";
import { MeasureQueue, type MeasureTask } from "../../webview/heads/measureQueue.ts";
import { sampleAttention } from "./headsSamples.ts";

const frame = (at: number) => ({ sequences: at, value: sampleAttention({ at }) });
/** Of the sample: 8 heads of 5 × 5 numbers and 4 more. */
const frameSize = 8 * 29;

describe("frames that were measured", () => {
  it("are found by place, and the nearest of any place", () => {
    const store = new FrameStore();
    expect(store.nearest("k", 100)).toBeNull();
    for (const at of [300, 100, 200]) store.add("k", frame(at));
    expect(store.places("k")).toEqual([100, 200, 300]);
    expect(store.get("k", 200)?.sequences).toBe(200);
    expect(store.get("k", 201)).toBeNull();
    expect([0, 149, 151, 249, 9e9].map((at) => store.nearest("k", at)?.sequences)).toEqual([
      100, 100, 200, 200, 300,
    ]);
    expect(store.nearest("other", 100)).toBeNull();
  });

  it("are bounded: of what was used longest ago the furthest goes first, the newest frame never", () => {
    const store = new FrameStore(4 * frameSize);
    for (const at of [1, 2]) store.add("old", frame(at));
    for (const at of [1, 2]) store.add("used", frame(at));
    store.nearest("old", 1);
    store.add("new", frame(1));
    expect([store.places("old"), store.places("used"), store.places("new")]).toEqual([[1, 2], [1], [1]]);
    for (const at of [10, 20, 30, 40, 50, 60]) store.add("new", frame(at));
    expect(store.places("old")).toEqual([]);
    expect(store.places("new")).toEqual([30, 40, 50, 60]);
  });

  it("stay while they are held, and go where one does not look", () => {
    const store = new FrameStore(5 * frameSize);
    store.hold(
      new Map([
        ["a", new Set([10, 20])],
        ["b", new Set([7])],
      ]),
    );
    for (const at of [10, 20, 30]) store.add("a", frame(at));
    store.add("b", frame(7));
    store.nearest("a", 29);
    store.add("other", frame(1));
    store.add("b", frame(8));
    expect([store.places("a"), store.places("b"), store.places("other")]).toEqual([[10, 20, 30], [7, 8], []]);
    store.add("a", frame(40));
    // B was looked at before A.
    expect([store.places("a"), store.places("b")]).toEqual([[10, 20, 30, 40], [7]]);
    store.add("a", frame(50));
    expect([store.places("a"), store.places("b")]).toEqual([[10, 20, 30, 50], [7]]);
  });

  it("do not count twice what is measured again", () => {
    const store = new FrameStore(2 * frameSize);
    for (let i = 0; i < 5; i++) store.add("k", frame(7));
    store.add("k", frame(8));
    expect(store.places("k")).toEqual([7, 8]);
  });

  it("are forgotten with their run", () => {
    const store = new FrameStore();
    store.add("a", frame(1));
    store.add("b", frame(1));
    for (const at of [1, 2]) store.add("c", frame(at));
    store.forget((key, at) => key === "a" || (key === "c" && at > 1));
    expect(["a", "b", "c"].map((key) => store.places(key))).toEqual([[], [1], [1]]);
  });
});

describe("what frames are of", () => {
  it("is the same whatever the order of the ablated heads", () => {
    const spec = { run: "a", set: "train", sequence: null, ablated: ["L1H1", "L0H0"] } as const;
    expect(specKey(spec)).toBe(specKey({ ...spec, ablated: ["L0H0", "L1H1"] }));
    const others = [{ run: "b" }, { set: "class" }, { sequence: 0 }, { ablated: [] }] as const;
    expect(new Set([spec, ...others.map((other) => ({ ...spec, ...other }))].map(specKey)).size).toBe(5);
  });
});

describe("the order of places", () => {
  it("is from the end, then from coarse to fine, each once", () => {
    const places = Array.from({ length: 9 }, (_, i) => i);
    expect(coarseToFine(places)).toEqual([8, 0, 4, 2, 6, 1, 3, 5, 7]);
    expect(coarseToFine([])).toEqual([]);
    expect(coarseToFine([3])).toEqual([3]);
    expect(coarseToFine([3, 5])).toEqual([5, 3]);
  });

  it("between checkpoints is upwards, the last checkpoint first", () => {
    expect(byCheckpoint([0, 10, 20, 30, 40, 50, 60, 70], [30, 60], 2)).toEqual([
      [60, 70],
      [30, 40],
      [50],
      [0, 10],
      [20],
    ]);
  });

  it("leaves out evenly what is too much, never the ends", () => {
    expect(thinned([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
    expect(thinned([1, 2], 3)).toEqual([1, 2]);
    expect(thinned([1, 2], 1)).toEqual([2]);
    expect(thinned([1, 2], 0)).toEqual([]);
  });
});

/** A task that ends when told to, and counts. */
function task(key: string, lane = key) {
  const began: AbortSignal[] = [];
  let end: (error?: Error) => void = () => undefined;
  const made: MeasureTask = {
    key,
    lane,
    label: key,
    run: ({ signal, onProgress }) =>
      new Promise((resolve, reject) => {
        began.push(signal);
        onProgress(0.5, "half");
        signal.addEventListener("abort", () => {
          reject(new Error("aborted"));
        });
        end = (error) => {
          if (error === undefined) resolve();
          else reject(error);
        };
      }),
  };
  return {
    task: made,
    began,
    end: async (error?: Error) => {
      end(error);
      await settled();
    },
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("the queue of measures", () => {
  const queue = () => new MeasureQueue(() => undefined);

  it("takes one at a time, the urgent ones first, each once", async () => {
    const [urgent, first, second] = [task("u"), task("1"), task("2")];
    const all = queue();
    all.want([urgent.task], [first.task, second.task]);
    expect([urgent, first, second].map(({ began }) => began.length)).toEqual([1, 0, 0]);
    expect(all.progress).toMatchObject({ key: "u", isUrgent: true, fraction: 0.5, text: "half" });
    await urgent.end();
    await first.end();
    all.want([urgent.task], [first.task, second.task]);
    await second.end();
    expect([urgent, first, second].map(({ began }) => began.length)).toEqual([1, 1, 1]);
    expect(all.progress).toBeNull();
  });

  it("breaks off the background for what is urgent, and takes it up again", async () => {
    const [urgent, background] = [task("u"), task("b")];
    const all = queue();
    all.want([], [background.task]);
    all.want([urgent.task], [background.task]);
    expect(background.began[0]?.aborted).toBe(true);
    await settled();
    expect(urgent.began).toHaveLength(1);
    await urgent.end();
    expect(background.began).toHaveLength(2);
    expect(all.problem("b")).toBeNull();
  });

  it("breaks off what is not wanted any more, but not what only has another key", async () => {
    const [one, two] = [task("1", "lane"), task("2", "lane")];
    const all = queue();
    all.want([], [one.task]);
    all.want([], [two.task]);
    expect(one.began[0]?.aborted).toBe(false);
    all.want([], []);
    expect(one.began[0]?.aborted).toBe(true);
    await settled();
    expect(two.began).toHaveLength(0);
  });

  it("does not try again what failed, nor others of its lane, until it is asked to", async () => {
    const [one, two] = [task("1", "lane"), task("2", "lane")];
    const all = queue();
    all.want([], [one.task, two.task]);
    await one.end(new Error("no such head"));
    expect(all.problem("lane")).toEqual({ message: "no such head", isCancelled: false });
    all.want([], [one.task, two.task]);
    expect([one.began.length, two.began.length]).toEqual([1, 0]);
    all.retry();
    expect(one.began).toHaveLength(2);
    expect(all.problem("lane")).toBeNull();
  });

  it("cancels what is waited for, not what is in the background, and goes on with the rest", async () => {
    const [urgent, background] = [task("u"), task("b")];
    const all = queue();
    all.want([urgent.task], [background.task]);
    all.cancelUrgent();
    expect(urgent.began[0]?.aborted).toBe(true);
    await settled();
    expect(all.problem("u")?.isCancelled).toBe(true);
    expect(background.began).toHaveLength(1);
    all.cancelUrgent();
    all.want([urgent.task], [background.task]);
    expect([background.began[0]?.aborted, urgent.began.length]).toEqual([false, 1]);
    all.retry();
    await background.end();
    expect(urgent.began).toHaveLength(2);
  });
});
