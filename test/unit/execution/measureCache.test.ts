import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureOnce } from "../../../src/execution/measureCache.ts";
import type { MeasureJob, MeasureResult } from "../../../src/protocol/measureMessages.ts";
import type { RunEvent } from "../../../src/runs/runEvents.ts";
import { emptyRoot, writeRun, type Sample } from "./libraryFixture.ts";

const time = "2026-03-01T14:25:30.000Z";
const clamp = { kind: "ablate", heads: ["L1H3"] };
const set = (sequences: number, id = "live"): RunEvent => ({ kind: "clamp-on", sequences, time, id, clamp });

/** A run that was saved at these places. */
function run(saved: readonly number[], sample: Sample = {}, id = "a", root = emptyRoot()): string {
  const folder = writeRun(root, id, sample);
  for (const place of saved) save(folder, place);
  return folder;
}

function save(folder: string, sequences: number): void {
  mkdirSync(join(folder, "checkpoints"), { recursive: true });
  writeFileSync(join(folder, "checkpoints", `${sequences}.safetensors`), "");
}

function append(folder: string, event: RunEvent): void {
  appendFileSync(join(folder, "events.jsonl"), `${JSON.stringify(event)}\n`);
}

function jobOf(runFolder: string, more: Partial<MeasureJob> = {}): MeasureJob {
  return { runFolder, name: "wiring", at: null, clamps: [], options: {}, ...more };
}

let taken = 0;

/** Measures at the places of the job, or at the one where the run was last saved: each time something else. */
function measure(job: MeasureJob, { last = 320, during = (): void => undefined } = {}) {
  return measureOnce(job, () => {
    during();
    const results = (job.at ?? [last]).map((sequences) => ({ sequences, value: { taken: ++taken } }));
    const result: object = { name: job.name, run: "a", experimentHash: "0123456789abcdef", results };
    // What is measured does not matter here.
    return Promise.resolve(result as MeasureResult);
  });
}

async function isKept(job: MeasureJob, more: Parameters<typeof measure>[1] = {}): Promise<boolean> {
  const before = taken;
  await measure(job, more);
  return taken === before;
}

describe("what is kept of measures", () => {
  it("makes way, oldest first, where it is very much; documents stay", async () => {
    const folder = run([320]);
    const measures = join(folder, "measures");
    mkdirSync(measures);
    writeFileSync(join(measures, "metrics-320-a.md"), "");
    for (let number = 0; number < 505; number++) {
      const file = join(measures, `wiring-${number}.json`);
      writeFileSync(file, "");
      utimesSync(file, number, number);
    }
    expect(await isKept(jobOf(folder))).toBe(false);
    expect(await isKept(jobOf(folder))).toBe(true);
    const names = readdirSync(measures);
    expect(names).toHaveLength(501);
    expect(names).toContain("metrics-320-a.md");
    expect(names).toContain("wiring-6.json");
    expect(names).not.toContain("wiring-5.json");
  });

  it("is given again, whatever the order of keys, until something is other about the job", async () => {
    const folder = run([320]);
    const job = jobOf(folder, { clamps: [{ kind: "ablate", heads: ["L0H0"] }], options: { a: 1, b: 2 } });
    const first = await measure(job);
    expect(await measure({ ...job, options: { b: 2, a: 1 } })).toEqual(first);
    expect(await isKept({ ...job, name: "ablations" })).toBe(false);
    expect(await isKept({ ...job, clamps: [] })).toBe(false);
    expect(await isKept({ ...job, replace: true })).toBe(false);
    expect(await isKept({ ...job, replace: false })).toBe(true);
    expect(await isKept({ ...job, options: { a: 2, b: 2 } })).toBe(false);
    expect(await isKept({ ...job, at: [64] })).toBe(false);
  });

  it("at the end of a run is that of the place where it was saved, as long as it is the last", async () => {
    const folder = run([160, 320]);
    const end = await measure(jobOf(folder));
    expect(await measure(jobOf(folder, { at: [320] }))).toEqual(end);
    save(folder, 640);
    expect(await isKept(jobOf(folder))).toBe(false);
    expect(await isKept(jobOf(folder, { at: [320] }))).toBe(true);
    // A run that was saved once more while it was measured.
    const training = run([32], {}, "b");
    const during = () => {
      save(training, 64);
    };
    await measure(jobOf(training), { last: 64, during });
    expect(await isKept(jobOf(training, { at: [64] }))).toBe(true);
    expect(await isKept(jobOf(training, { at: [32] }))).toBe(false);
  });

  it("needs a place that the run had reached", async () => {
    const folder = run([320]);
    const early = () =>
      measureOnce(jobOf(folder, { name: "phase-change", at: [6400] }), () => {
        taken++;
        const results = [{ sequences: 320, value: {} }];
        const result: object = {
          name: "phase-change",
          run: "a",
          experimentHash: "0123456789abcdef",
          results,
        };
        return Promise.resolve(result as MeasureResult);
      });
    const before = taken;
    await early();
    await early();
    expect(taken).toBe(before + 2);
    // The last whole step is meant where there is none at that place.
    const between = jobOf(folder, { at: [321] });
    const take = () => measure({ ...between, at: [320] });
    const first = await measureOnce(between, take);
    expect(await measureOnce(between, take)).toEqual(first);
  });

  it("does not outlive a change of the clamps at or before its place", async () => {
    const folder = run([320]);
    const job = jobOf(folder, { at: [320] });
    await measure(job);
    append(folder, set(640));
    expect(await isKept(job)).toBe(true);
    append(folder, set(320, "other"));
    expect(await isKept(job)).toBe(false);
    expect(await isKept(job)).toBe(true);
    append(folder, { kind: "clamp-off", sequences: 320, time, id: "other", clamp, released: true });
    expect(await isKept(job)).toBe(false);
    // Going on from a checkpoint before it all takes it back.
    append(folder, { kind: "resumed", sequences: 160, time, checkpoint: "checkpoints/160.safetensors" });
    const before = taken;
    const again = await measure(job);
    expect([taken, again.results[0]!.sequences]).toEqual([before, 320]);
  });

  it("does not mind clamps of the experiment that come and go where it says", async () => {
    const folder = run([320]);
    await measure(jobOf(folder, { at: [320] }));
    append(folder, { kind: "clamp-off", sequences: 320, time, id: "0", clamp });
    expect(await isKept(jobOf(folder, { at: [320] }))).toBe(true);
  });

  it("is not kept where a clamp was set while it was measured", async () => {
    const folder = run([320]);
    const job = jobOf(folder, { at: [320] });
    const during = () => {
      append(folder, set(320));
    };
    await measure(job, { during });
    expect(existsSync(join(folder, "measures"))).toBe(false);
    expect(await isKept(job)).toBe(false);
  });

  it("compared with another run is of that run as it was, wherever its folder is", async () => {
    const root = emptyRoot();
    const folder = run([320], {}, "a", root);
    const other = run([320], { record: { experimentHash: "fedcba9876543210" } }, "b", root);
    const job = jobOf(folder, { name: "weights", options: { reference: other } });
    await measure(job);
    const moved = join(root, "moved");
    cpSync(other, moved, { recursive: true });
    rmSync(other, { recursive: true });
    expect(await isKept({ ...job, options: { reference: moved } })).toBe(true);
    const third = run([320], { record: { experimentHash: "1111111111111111" } }, "b", emptyRoot());
    expect(await isKept({ ...job, options: { reference: third } })).toBe(false);
    save(moved, 640);
    expect(await isKept({ ...job, options: { reference: moved } })).toBe(false);
    append(moved, set(32));
    expect(await isKept({ ...job, options: { reference: moved } })).toBe(false);
    expect(await isKept({ ...job, options: { reference: moved } })).toBe(true);
  });

  it("is nothing where the answer may change unseen: a clamp that names a file, a run that cannot be read", async () => {
    const folder = run([320]);
    const graft = (checkpoint: string) => ({ kind: "graft-in", checkpoint, throughLayer: 0 });
    const ofFile = jobOf(folder, { clamps: [graft("runs/x/checkpoints/1.safetensors")] });
    await measure(ofFile);
    expect(await isKept(ofFile)).toBe(false);
    const ofRun = jobOf(folder, { clamps: [graft("run:0123456789abcdef@320")] });
    await measure(ofRun);
    expect(await isKept(ofRun)).toBe(true);
    const nowhere = jobOf(join(folder, "nowhere"));
    await measure(nowhere);
    expect(existsSync(nowhere.runFolder)).toBe(false);
    await measure(jobOf(folder, { name: "../../x" }));
    expect(readdirSync(join(folder, "measures"))).toHaveLength(1);
  });

  it("that is damaged is measured again, and what cannot be written is given all the same", async () => {
    const folder = run([320]);
    const first = await measure(jobOf(folder));
    const [file = ""] = readdirSync(join(folder, "measures"));
    for (const content of ["{", "{}", JSON.stringify({ ...first, results: [] })]) {
      writeFileSync(join(folder, "measures", file), content);
      expect(await isKept(jobOf(folder)), content).toBe(false);
    }
    rmSync(join(folder, "measures"), { recursive: true });
    writeFileSync(join(folder, "measures"), "not a folder");
    expect((await measure(jobOf(folder))).results).toHaveLength(1);
  });

  it("is nothing where it is not worth it", async () => {
    const folder = run([320]);
    await measureOnce(
      jobOf(folder),
      () => measure(jobOf(folder, { at: [160] })),
      () => false,
    );
    expect(await isKept(jobOf(folder))).toBe(false);
  });
});
