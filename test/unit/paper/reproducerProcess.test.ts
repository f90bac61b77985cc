import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundlePrograms } from "../../../src/build/bundle.ts";
import { paperFigures } from "../../../src/paper/paperFigures.ts";
import { ReproducerProcess } from "../../../src/paper/reproducerProcess.ts";
import type { ReproduceJob } from "../../../src/paper/reproduceMessages.ts";
import { newGroupId } from "../../../src/runs/runGroup.ts";
import { UserError } from "../../../src/userError.ts";

// Inside of the package, where fonts and reference curves are found.
const dist = mkdtempSync(resolve("test/reproducer-"));
const folder = mkdtempSync(join(tmpdir(), "optoscope-reproducer-"));
const entry = join(dist, "reproducer.js");
const job = (changes: Partial<ReproduceJob> = {}): ReproduceJob => ({
  ...{ figures: ["fig5a"], seeds: null, quick: true, root: join(folder, "runs"), folder },
  ...{ out: join(folder, "out"), parallel: 2, groupId: newGroupId(), ...changes },
});

beforeAll(() => bundlePrograms(dist, ["trainer", "measurer", "reproducer"]));
afterAll(() => {
  for (const each of [dist, folder]) rmSync(each, { recursive: true, force: true });
});

describe("a process that makes figures", () => {
  it("says what it can make, makes it, and tells how far it is", async () => {
    const { process, figures } = await ReproducerProcess.start(entry);
    expect(figures.map(({ id, title }) => [id, title])).toEqual(
      paperFigures.map(({ id, title }) => [id, title]),
    );
    const told: string[] = [];
    const result = await process.make(job(), {
      onProgress: (fraction, text) => {
        expect(fraction).toBeGreaterThanOrEqual(0);
        expect(fraction).toBeLessThanOrEqual(1);
        told.push(text);
      },
      onLog: (text) => told.push(text),
      signal: new AbortController().signal,
    });
    process.end();
    expect(result).toMatchObject({
      failures: [],
      wasStopped: false,
      report: join(folder, "out", "report.html"),
    });
    expect(result.figures.map(({ id }) => id)).toEqual(["fig5a"]);
    expect(result.figures[0]?.verdicts.length).toBeGreaterThan(0);
    expect(told.some((text) => text.startsWith("fig5a: done."))).toBe(true);
    expect(existsSync(join(folder, "out", "fig5a.svg"))).toBe(true);
    expect(readdirSync(join(folder, "runs"))).toHaveLength(3);
  }, 120_000);

  it("stops when it is told to, and keeps what there is", async () => {
    const { process } = await ReproducerProcess.start(entry);
    const signal = AbortSignal.abort();
    const listeners = { onProgress: () => undefined, onLog: () => undefined, signal };
    const result = await process.make(job({ figures: ["fig3a"], root: join(folder, "others") }), listeners);
    process.end();
    expect(result).toMatchObject({ figures: [], report: null, wasStopped: true });
    expect(result.failures.map(({ id }) => id)).toEqual(["fig3a"]);
  }, 120_000);

  it("tells a folder that cannot be written to", async () => {
    const { process } = await ReproducerProcess.start(entry);
    const listeners = { onProgress: () => undefined, onLog: () => undefined };
    const made = process.make(job({ out: join(entry, "out") }), {
      ...{ ...listeners, signal: new AbortController().signal },
    });
    await expect(made).rejects.toThrow(UserError);
    process.end();
  }, 120_000);

  it("that is not there is told", async () => {
    await expect(ReproducerProcess.start(join(dist, "nothing.js"))).rejects.toThrow(UserError);
  }, 120_000);
});
