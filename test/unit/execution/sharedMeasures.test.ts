import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MeasureWatch } from "../../../src/execution/measureProcess.ts";
import { SharedMeasures } from "../../../src/execution/sharedMeasures.ts";
import type { MeasureJob, MeasureResult } from "../../../src/protocol/measureMessages.ts";
import { emptyRoot, writeRun } from "./libraryFixture.ts";

interface Taken {
  readonly job: MeasureJob;
  readonly watch: MeasureWatch & { readonly signal: AbortSignal };
  readonly finish: () => void;
}

/** Measures that end when they are told to, and all that were asked for. */
function setUp() {
  const taken: Taken[] = [];
  const measures = new SharedMeasures({
    take: (job, watch) =>
      new Promise((resolve, reject) => {
        const results = [{ sequences: 32, value: { place: taken.length } }];
        const result: object = { name: job.name, run: "a", experimentHash: "0123456789abcdef", results };
        const finish = () => {
          resolve(result as MeasureResult);
        };
        watch.signal.addEventListener("abort", () => {
          reject(watch.signal.reason as Error);
        });
        taken.push({ job, watch, finish });
      }),
  });
  const runFolder = writeRun(emptyRoot(), "a");
  const job: MeasureJob = { runFolder, name: "wiring", at: [32], clamps: [], options: {} };
  return { measures, taken, job };
}

const nobody = () => undefined;

describe("measures that several wait for", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are taken once, tell all, and are kept", async () => {
    const { measures, taken, job } = setUp();
    const told: string[] = [];
    const [a, b] = ["a", "b"].map((who) =>
      measures.join(job, (fraction, text) => told.push(`${who} ${fraction} ${text}`)),
    );
    expect(taken).toHaveLength(1);
    taken[0]!.watch.onProgress?.(0.5, "half");
    expect(told).toEqual(["a 0.5 half", "b 0.5 half"]);
    taken[0]!.finish();
    expect(await a!.result).toBe(await b!.result);
    const later = measures.join(job, nobody);
    expect(await later.result).toEqual(await a!.result);
    expect(taken).toHaveLength(1);
    measures.join({ ...job, at: [64] }, nobody);
    expect(taken).toHaveLength(2);
  });

  it("go on as long as anyone waits, and not longer", async () => {
    const { measures, taken, job } = setUp();
    const [a, b] = [measures.join(job, nobody), measures.join(job, nobody)];
    a.leave();
    a.leave();
    expect(taken[0]!.watch.signal.aborted).toBe(false);
    const rejected = expect(b.result).rejects.toThrow();
    b.leave();
    expect(taken[0]!.watch.signal.aborted).toBe(true);
    measures.join(job, nobody);
    expect(taken).toHaveLength(2);
    await rejected;
  });

  it("go on for a while where someone is expected to ask again", async () => {
    const { measures, taken, job } = setUp();
    measures.join(job, nobody).leave(5000);
    vi.advanceTimersByTime(4000);
    const again = measures.join(job, nobody);
    vi.advanceTimersByTime(4000);
    expect(taken.map(({ watch }) => watch.signal.aborted)).toEqual([false]);
    const rejected = expect(again.result).rejects.toThrow();
    again.leave(5000);
    vi.advanceTimersByTime(4999);
    expect(taken[0]!.watch.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(taken[0]!.watch.signal.aborted).toBe(true);
    await rejected;
  });

  it("that are asked for at every touch are kept only where they took long", async () => {
    const { measures, taken, job } = setUp();
    const folder = join(job.runFolder, "measures");
    const take = async (time: number) => {
      const joined = measures.join({ ...job, name: "attention" }, nobody);
      vi.advanceTimersByTime(time);
      taken.at(-1)!.finish();
      await joined.result;
    };
    await take(999);
    expect(existsSync(folder)).toBe(false);
    await take(1000);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it("end with the window", async () => {
    const { measures, taken, job } = setUp();
    const rejected = expect(measures.join(job, nobody).result).rejects.toThrow();
    measures.dispose();
    expect(taken[0]!.watch.signal.aborted).toBe(true);
    await rejected;
  });
});
