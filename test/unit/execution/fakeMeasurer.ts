import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { MeasureJob } from "../../../src/protocol/measureMessages.ts";

/**
 * A measurer that does not measure. What its jobs are called says what it does: `pid` gives its process' id at once,
 * `hang` never ends, `soon` ends in 50 ms, `die`, `problem` and `bug` fail. Each tells of its progress first.
 */
const program = `
process.on("disconnect", () => process.exit(0));
let last = Promise.resolve();
const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
process.on("message", ({ number, job }) => {
  last = last.then(async () => {
    process.send({ kind: "progress", number, fraction: 0.5, text: job.name });
    const result = {
      name: job.name, run: job.runFolder, experimentHash: "", results: [{ sequences: 0, value: process.pid }],
    };
    if (job.name === "hang") await new Promise(() => undefined);
    if (job.name === "soon") await sleep(50);
    if (job.name === "die") {
      process.stderr.write("out of memory\\n");
      process.exit(7);
    }
    if (job.name === "problem") process.send({ kind: "problem", number, message: "no such run", isBug: false });
    else if (job.name === "bug") process.send({ kind: "problem", number, message: "x is not y", isBug: true });
    else process.send({ kind: "done", number, result });
  });
});
process.send({ kind: "ready" });
`;

/** Path of a measurer that does not measure, removed when the test has ended. */
export function fakeMeasurer(): string {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-measurer-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const file = join(folder, "measurer.mjs");
  writeFileSync(file, program);
  return file;
}

/** A job of the fake measurer. */
export function fakeJob(name: string, runFolder = "/runs/a"): MeasureJob {
  return { runFolder, name, at: null, clamps: [], options: {} };
}
