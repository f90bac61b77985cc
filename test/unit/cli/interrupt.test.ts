import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { readEvents, readLosses, readMetrics, readRun } from "../../../src/runs/runReader.ts";
import {
  expectError,
  lastCheckpoint,
  optoscope,
  start,
  temporaryFolder,
  until,
  writeExperiment,
} from "./commandLine.ts";

/** Long enough to be hit in the middle, with checkpoints and evaluations at different times. */
const long = {
  training: { sequences: 80_000 },
  evaluation: { every: 3500 },
  checkpoints: { every: 4500 },
  clamps: [{ kind: "ablate", heads: ["L1H0"], from: 6000, until: 24_000 }],
};

const checkpointCount = (run: string): number => {
  try {
    return readdirSync(join(run, "checkpoints")).filter((name) => name.endsWith(".safetensors")).length;
  } catch {
    return 0;
  }
};

/** Everything that must be the same in two runs of one experiment. */
function results(run: string) {
  return { checkpoint: lastCheckpoint(run), losses: readLosses(run), metrics: readMetrics(run).lines };
}

/** Results of the run that nothing interrupts. */
let whole: ReturnType<typeof results>;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-cli-"));
  const run = join(folder, "run");
  const ended = await optoscope(["run", writeExperiment(folder, long), "--out", run, "--quiet"]);
  expect(ended.code, ended.stderr).toBe(0);
  whole = results(run);
  rmSync(folder, { recursive: true, force: true });
});

/** A run that has been interrupted after its first checkpoint. */
async function interrupted(folder: string, file: string, signal: NodeJS.Signals = "SIGINT") {
  const run = join(folder, "run");
  const call = start(["run", file, "--out", run]);
  await until(() => checkpointCount(run) > 0);
  call.process.kill(signal);
  return { run, ended: await call.ended };
}

describe("Ctrl-C", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "(%s) saves a checkpoint, says how to go on, and resume ends with the same bits",
    async (signal) => {
      const folder = temporaryFolder();
      const file = writeExperiment(folder, long);
      const { run, ended } = await interrupted(folder, file, signal);
      expect(ended.code, ended.stderr).toBe(130);
      const status = readRun(run).status!;
      expect(status).toMatchObject({ state: "stopped", reason: "interrupted" });
      expect(status.sequences).toBeLessThan(80_000);
      expect(ended.stdout).toContain(
        `Stopped at ${status.sequences.toLocaleString("en-US")} sequences. Go on with: optoscope resume ${run}\n`,
      );
      expect(listCheckpoints(run).at(-1)?.sequences).toBe(status.sequences);

      const resumed = await optoscope(["resume", run]);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(resumed.stdout).toContain("tiny at 80,000 sequences");
      expect(results(run)).toEqual(whole);
      expect(readRun(run).status?.state).toBe("finished");
    },
  );

  it("before anything has happened leaves a run that can be resumed, too", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, long);
    const run = join(folder, "run");
    const call = start(["run", file, "--out", run]);
    let said = "";
    call.process.stderr?.on("data", (text: string) => (said += text));
    await until(() => said.includes("run folder"));
    call.process.kill("SIGINT");
    expect((await call.ended).code).toBe(130);
    expect((await optoscope(["resume", run, "--quiet"])).code).toBe(0);
    expect(results(run)).toEqual(whole);
  });
});

describe("a killed run", () => {
  it("goes on from its last checkpoint with the same bits, whenever it was killed", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, long);
    const run = join(folder, "run");
    const first = start(["run", file, "--out", run, "--quiet"]);
    await until(() => checkpointCount(run) > 0);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
    first.process.kill("SIGKILL");
    expect((await first.ended).signal).toBe("SIGKILL");
    // Once more, while it is resumed.
    const second = start(["resume", run, "--quiet"]);
    await until(() => readEvents(run).lines.some(({ kind }) => kind === "resumed"));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
    second.process.kill("SIGKILL");
    await second.ended;
    const resumed = await optoscope(["resume", run, "--quiet"]);
    // It may have been done before it was killed.
    if (resumed.code !== 0) expect(resumed.stderr).toContain("the run is finished");
    expect(results(run)).toEqual(whole);
  });

  it("with a torn line, a torn number and a half-written checkpoint is mended", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, long);
    const { run } = await interrupted(folder, file, "SIGKILL");
    appendFileSync(join(run, "metrics.jsonl"), '{"sequences": 99');
    appendFileSync(join(run, "events.jsonl"), '{"kind": "ch');
    appendFileSync(join(run, "loss.f32"), Buffer.of(1, 2, 3));
    writeFileSync(join(run, "checkpoints", "39000.safetensors.1.tmp"), "torn");
    expect((await optoscope(["resume", run, "--quiet"])).code).toBe(0);
    expect(results(run)).toEqual(whole);
    expect(readdirSync(join(run, "checkpoints")).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("resume", () => {
  it("refuses a finished run", async () => {
    const folder = temporaryFolder();
    const run = join(folder, "run");
    await optoscope(["run", writeExperiment(folder), "--out", run, "--quiet"]);
    const before = readFileSync(join(run, "events.jsonl"), "utf8");
    expectError(await optoscope(["resume", run]), 1, run, "the run is finished (800 sequences)");
    expect(readFileSync(join(run, "events.jsonl"), "utf8")).toBe(before);
  });

  it("refuses what is no run folder, and one of another version", async () => {
    const folder = temporaryFolder();
    expectError(await optoscope(["resume", folder]), 1, join(folder, "run.json"));
    writeFileSync(join(folder, "run.json"), '{"format": 99}');
    expectError(await optoscope(["resume", folder]), 1, join(folder, "run.json"), "99");
    writeFileSync(join(folder, "run.json"), "{");
    expectError(await optoscope(["resume", folder]), 1, join(folder, "run.json"));
  });

  it("refuses a run that another process trains, and leaves that one alone", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, { ...long, training: { sequences: 10_000_000 } });
    const run = join(folder, "run");
    const first = start(["run", file, "--out", run, "--quiet"]);
    await until(() => checkpointCount(run) > 0);
    const second = await optoscope(["resume", run]);
    expectError(second, 1, "is being written by another process", String(first.process.pid));
    expectError(await optoscope(["run", file, "--out", run]), 1, run, "is not empty");
    expect(first.process.exitCode).toBeNull();
    first.process.kill("SIGINT");
    expect((await first.ended).code).toBe(130);
    expect(readEvents(run).lines.filter(({ kind }) => kind === "resumed")).toEqual([]);
  });

  it("passes over a truncated checkpoint, says so, and still ends with the same bits", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, long);
    const { run } = await interrupted(folder, file);
    const [before, last] = listCheckpoints(run).slice(-2);
    truncateSync(last!.file, 1000);
    const resumed = await optoscope(["resume", run]);
    expect(resumed.code, resumed.stderr).toBe(0);
    const warning = `a checkpoint was passed over, going on from ${before!.sequences} sequences: ${last!.file}: `;
    expect(resumed.stderr).toContain(`warning: ${warning}`);
    expect(readEvents(run).lines).toContainEqual(
      expect.objectContaining({ kind: "warning", message: expect.stringContaining(warning) as string }),
    );
    expect(results(run)).toEqual(whole);
  });

  it("starts again where no checkpoint can be read, and says so", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, long);
    const { run } = await interrupted(folder, file);
    const all = listCheckpoints(run);
    for (const checkpoint of all) truncateSync(checkpoint.file, 10);
    const resumed = await optoscope(["resume", run]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain(
      `warning: none of the ${all.length} checkpoints can be read: starting again from the beginning`,
    );
    expect(results(run)).toEqual(whole);
  });

  it("refuses a whole checkpoint that is not of this run, naming the file and the experiment", async () => {
    const folder = temporaryFolder();
    const { run } = await interrupted(folder, writeExperiment(folder, long));
    const other = join(folder, "other");
    await optoscope(["run", writeExperiment(folder, { model: { width: 4 } }), "--out", other, "--quiet"]);
    const { file } = listCheckpoints(run).at(-1)!;
    writeFileSync(file, lastCheckpoint(other));
    expectError(await optoscope(["resume", run]), 1, file, "experimentHash", "no checkpoint of the run");
  });
});
