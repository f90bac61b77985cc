import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/userError.ts";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import {
  latestUsableCheckpoint,
  readEvents,
  readLosses,
  readMetrics,
  readRun,
} from "../../../src/runs/runReader.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import {
  sampleMetrics,
  sampleRecord,
  sampleStatus,
  sampleTensors,
  temporaryFolder,
  thrownBy,
} from "./runFixtures.ts";

const time = "2026-03-01T14:25:31.000Z";

/** A finished run of 8 steps of 32 sequences: evaluations and checkpoints at 0, 64, 128, 192, 256. */
function writtenRun(folder: string): void {
  const writer = RunWriter.create(folder, sampleRecord());
  writer.appendEvent({ kind: "started", sequences: 0, time });
  for (let sequences = 0; sequences <= 256; sequences += 64) {
    if (sequences > 0) writer.appendLosses(Float32Array.of(sequences - 32, sequences));
    writer.appendMetrics(sampleMetrics(sequences));
    const file = writer.writeCheckpoint(sequences, sampleTensors(sequences), {
      step: String(sequences / 32),
    });
    writer.appendEvent({ kind: "checkpoint", sequences, time, file });
  }
  writer.writeStatus(sampleStatus({ sequences: 256, step: 8 }));
  writer.log("done");
  writer.close();
}

function metricsAt(folder: string): number[] {
  return readMetrics(folder).lines.map((line) => line.sequences);
}

describe("RunWriter.create", () => {
  it("writes a folder that reads back as written", () => {
    const folder = join(temporaryFolder(), "new", "run");
    writtenRun(folder);
    expect(readRun(folder)).toEqual({
      record: sampleRecord(),
      status: sampleStatus({ sequences: 256, step: 8 }),
      statusProblem: null,
    });
    expect(readMetrics(folder).lines).toEqual([0, 64, 128, 192, 256].map(sampleMetrics));
    expect([...readLosses(folder)]).toEqual([32, 64, 96, 128, 160, 192, 224, 256]);
    expect(readEvents(folder).lines.map(({ kind }) => kind)).toEqual([
      "started",
      ...Array<string>(5).fill("checkpoint"),
    ]);
    expect(latestUsableCheckpoint(folder)).toMatchObject({
      sequences: 256,
      tensors: sampleTensors(256),
      metadata: { step: "8" },
      skipped: [],
    });
    expect(readFileSync(join(folder, "trainer.log"), "utf8")).toMatch(/^\S+Z done\n$/);
    expect(readdirSync(folder).sort()).toEqual([
      "checkpoints",
      "control.jsonl",
      "events.jsonl",
      "loss.f32",
      "metrics.jsonl",
      "run.json",
      "status.json",
      "trainer.log",
    ]);
  });

  it("accepts an empty folder and refuses one that holds anything, leaving it as it is", () => {
    const folder = temporaryFolder();
    RunWriter.create(folder, sampleRecord()).close();
    const other = temporaryFolder();
    writeFileSync(join(other, "notes.txt"), "mine");
    expect(thrownBy(() => RunWriter.create(other, sampleRecord()))).toBeInstanceOf(UserError);
    expect(() => RunWriter.create(other, sampleRecord())).toThrow(/not empty/);
    expect(readdirSync(other)).toEqual(["notes.txt"]);
  });

  it("explains a folder that cannot be made", () => {
    const plain = join(temporaryFolder(), "plain");
    writeFileSync(plain, "");
    const error = thrownBy(() => RunWriter.create(join(plain, "run"), sampleRecord()));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(`${join(plain, "run")}: cannot create the run folder: `);
    expect(thrownBy(() => RunWriter.create(plain, sampleRecord()))).toBeInstanceOf(UserError);
  });

  it.skipIf(process.platform !== "linux")("explains a file system that takes no folders", () => {
    expect(() => RunWriter.create("/proc/optoscope-run", sampleRecord())).toThrow(
      /^\/proc\/optoscope-run: cannot create the run folder: /,
    );
  });

  it("leaves nothing behind when it fails, so that a second attempt works", () => {
    const folder = join(temporaryFolder(), "run");
    const unwritable = { ...sampleRecord(), name: 1n as unknown };
    // A BigInt cannot become JSON: the last of the steps of `create` fails.
    expect(() => RunWriter.create(folder, Object.assign(sampleRecord(), unwritable))).toThrow(/BigInt/);
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    expect(() => RunWriter.create(folder, Object.assign(sampleRecord(), unwritable))).toThrow(/BigInt/);
    expect(readdirSync(folder)).toEqual([]);
    RunWriter.create(folder, sampleRecord()).close();
  });
});

describe("RunWriter.resume", () => {
  it("cuts evaluations and losses to the point and keeps events and later checkpoints", () => {
    const folder = join(temporaryFolder(), "run");
    writtenRun(folder);
    const writer = RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 128, step: 4 });
    expect(metricsAt(folder)).toEqual([0, 64, 128]);
    expect([...readLosses(folder)]).toEqual([32, 64, 96, 128]);
    expect(readEvents(folder).lines).toHaveLength(6);
    expect(listCheckpoints(folder).map(({ sequences }) => sequences)).toEqual([0, 64, 128, 192, 256]);
    writer.appendMetrics(sampleMetrics(192));
    writer.appendLosses(Float32Array.of(7, 8));
    writer.appendEvent({ kind: "resumed", sequences: 128, time });
    writer.close();
    expect(metricsAt(folder)).toEqual([0, 64, 128, 192]);
    expect([...readLosses(folder)]).toEqual([32, 64, 96, 128, 7, 8]);
    expect(readEvents(folder).lines.at(-1)).toEqual({ kind: "resumed", sequences: 128, time });
  });

  it("keeps every complete line up to the point when any file was torn at any byte", () => {
    const whole = join(temporaryFolder(), "run");
    writtenRun(whole);
    const metrics = readFileSync(join(whole, "metrics.jsonl"));
    const events = readFileSync(join(whole, "events.jsonl"));
    const losses = readFileSync(join(whole, "loss.f32"));
    const completeLines = (bytes: Buffer, length: number) =>
      bytes.toString("latin1", 0, length).split("\n").length - 1;
    const torn = fc.tuple(
      fc.nat(metrics.length),
      fc.nat(events.length),
      fc.nat(losses.length),
      fc.integer({ min: 0, max: 4 }),
    );
    fc.assert(
      fc.property(torn, ([metricsLength, eventsLength, lossesLength, evaluation]) => {
        writeFileSync(join(whole, "metrics.jsonl"), metrics.subarray(0, metricsLength));
        writeFileSync(join(whole, "events.jsonl"), events.subarray(0, eventsLength));
        writeFileSync(join(whole, "loss.f32"), losses.subarray(0, lossesLength));
        const step = evaluation * 2;
        const writer = RunWriter.resume(whole, RunWriter.lock(whole), { sequences: evaluation * 64, step });
        writer.appendMetrics(sampleMetrics(evaluation * 64 + 1));
        writer.appendLosses(Float32Array.of(-1));
        writer.appendEvent({ kind: "resumed", sequences: evaluation * 64, time });
        writer.close();

        const kept = Math.min(completeLines(metrics, metricsLength), evaluation + 1);
        const expected = Array.from({ length: kept }, (_, index) => index * 64);
        expect(metricsAt(whole)).toEqual([...expected, evaluation * 64 + 1]);

        const known = Math.min(Math.floor(lossesLength / 4), step);
        const numbers = Array.from({ length: step }, (_, index) =>
          index < known ? (index + 1) * 32 : Number.NaN,
        );
        expect([...readLosses(whole)]).toEqual([...numbers, -1]);

        const kinds = readEvents(whole).lines.map(({ kind }) => kind);
        const warnings = known < step ? ["warning"] : [];
        const before = ["started", ...Array<string>(5).fill("checkpoint")].slice(
          0,
          completeLines(events, eventsLength),
        );
        expect(kinds).toEqual([...before, ...warnings, "resumed"]);
      }),
    );
  });

  it("removes temporary files and unreadable later checkpoints, and nothing else", () => {
    const folder = join(temporaryFolder(), "run");
    writtenRun(folder);
    const checkpoints = join(folder, "checkpoints");
    truncateSync(join(checkpoints, "64.safetensors"), 30);
    truncateSync(join(checkpoints, "256.safetensors"), 30);
    writeFileSync(join(checkpoints, "320.safetensors.99.tmp"), "half");
    writeFileSync(join(folder, "status.json.99.tmp"), "half");
    writeFileSync(join(checkpoints, "notes.txt"), "mine");
    RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 128, step: 4 }).close();
    expect(readdirSync(checkpoints).sort()).toEqual(
      ["0.safetensors", "128.safetensors", "192.safetensors", "64.safetensors", "notes.txt"].sort(),
    );
    expect(existsSync(join(folder, "status.json.99.tmp"))).toBe(false);
  });

  it("refuses a damaged line before the point, with its place, and changes nothing", () => {
    const folder = join(temporaryFolder(), "run");
    writtenRun(folder);
    const file = join(folder, "metrics.jsonl");
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, [lines[0], `${lines[1]!}}`, ...lines.slice(2)].join("\n"));
    const before = readFileSync(file);
    expect(() => RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 128, step: 4 })).toThrow(
      `${file}:2: damaged line`,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(statSync(join(folder, "loss.f32")).size).toBe(32);
    expect(existsSync(join(folder, "lock.json"))).toBe(false);
  });

  it("refuses a folder that is no run", () => {
    const folder = temporaryFolder();
    expect(() => RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 0, step: 0 })).toThrow(
      /run\.json: cannot read the file/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("RunWriter.takeRequests", () => {
  it("gives each complete line once, and a torn one when it is complete", () => {
    const folder = join(temporaryFolder(), "run");
    const control = join(folder, "control.jsonl");
    const writer = RunWriter.create(folder, sampleRecord());
    expect(writer.takeRequests()).toEqual([]);
    appendFileSync(control, '{"kind":"pause"}\n\n{"kind":"resume"}\n{"kind":"st');
    expect(writer.takeRequests()).toEqual([{ kind: "pause" }, { kind: "resume" }]);
    expect(writer.takeRequests()).toEqual([]);
    appendFileSync(control, 'op"}\n{"kind":"clamp","id":"x","clamp":{"kind":"ablate","heads":["L1H0"]}}\n');
    expect(writer.takeRequests()).toEqual([
      { kind: "stop" },
      { kind: "clamp", id: "x", clamp: { kind: "ablate", heads: ["L1H0"] } },
    ]);
    writer.close();
  });

  it("turns an unreadable line into a warning event", () => {
    const folder = join(temporaryFolder(), "run");
    const writer = RunWriter.create(folder, sampleRecord());
    writer.writeStatus(sampleStatus({ sequences: 96 }));
    appendFileSync(join(folder, "control.jsonl"), '{"kind":"explode"}\nnonsense\n{"kind":"checkpoint"}\n');
    expect(writer.takeRequests()).toEqual([{ kind: "checkpoint" }]);
    writer.close();
    const events = readEvents(folder).lines;
    expect(events.map(({ kind, sequences }) => [kind, sequences])).toEqual([
      ["warning", 96],
      ["warning", 96],
    ]);
    expect(JSON.stringify(events)).toMatch(/at byte 0: .*at byte 19: not valid JSON/);
  });

  it("ignores requests from before a resume, even a torn one, and takes up a replaced file", () => {
    const folder = join(temporaryFolder(), "run");
    const control = join(folder, "control.jsonl");
    writtenRun(folder);
    writeFileSync(control, '{"kind":"stop"}\n{"kind":"pau');
    const writer = RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 64, step: 2 });
    expect(writer.takeRequests()).toEqual([]);
    appendFileSync(control, '{"kind":"checkpoint"}\n');
    expect(writer.takeRequests()).toEqual([{ kind: "checkpoint" }]);
    rmSync(control);
    expect(writer.takeRequests()).toEqual([]);
    writeFileSync(control, '{"kind":"stop"}\n');
    expect(writer.takeRequests()).toEqual([{ kind: "stop" }]);
    writer.close();
  });

  it("skips an endless line without reading it into memory", () => {
    const folder = join(temporaryFolder(), "run");
    const control = join(folder, "control.jsonl");
    const writer = RunWriter.create(folder, sampleRecord());
    writeFileSync(control, `${"x".repeat(2 ** 21 + 5)}\n{"kind":"stop"}\n`);
    const taken = [writer.takeRequests(), writer.takeRequests(), writer.takeRequests()];
    expect(taken).toEqual([[], [], [{ kind: "stop" }]]);
    writer.close();
    expect(readEvents(folder).lines).toHaveLength(1);
    expect(JSON.stringify(readEvents(folder).lines)).toContain("longer than 1048576 bytes");
  });
});
