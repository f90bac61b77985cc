import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
import { encodeSafetensors } from "../../../src/runs/safetensors.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import {
  sampleMetrics,
  sampleRecord,
  sampleStatus,
  sampleTensors,
  temporaryFolder,
  thrownBy,
} from "./runFixtures.ts";

function emptyRun(): string {
  const folder = join(temporaryFolder(), "run");
  RunWriter.create(folder, sampleRecord()).close();
  return folder;
}

describe("readRun", () => {
  it("has no status before the first was written", () => {
    expect(readRun(emptyRun())).toEqual({ record: sampleRecord(), status: null, statusProblem: null });
  });

  it.each(["", "{", "null", '{"state":"running"}', JSON.stringify({ ...sampleStatus(), state: "asleep" })])(
    "reads the run in spite of the status %j, and says what is wrong",
    (text) => {
      const folder = emptyRun();
      writeFileSync(join(folder, "status.json"), text);
      const run = readRun(folder);
      expect(run.status).toBeNull();
      expect(run.statusProblem).toContain(join(folder, "status.json"));
      expect(run.record).toEqual(sampleRecord());
    },
  );

  it("explains a folder without a run", () => {
    expect(() => readRun(temporaryFolder())).toThrow(
      /run\.json: cannot read the file: no such file or folder/,
    );
  });
});

describe("readMetrics", () => {
  it("gives what is new since the last call, and a torn line only once it is complete", () => {
    const folder = emptyRun();
    const file = join(folder, "metrics.jsonl");
    const [first, second] = [JSON.stringify(sampleMetrics(0)), JSON.stringify(sampleMetrics(64))];
    appendFileSync(file, `${first}\n${second.slice(0, 20)}`);
    const a = readMetrics(folder);
    expect(a).toEqual({ lines: [sampleMetrics(0)], nextByte: first.length + 1, restarted: false });
    expect(readMetrics(folder, a.nextByte)).toEqual({ lines: [], nextByte: a.nextByte, restarted: false });
    // Complete but for its line end: still not to be trusted.
    appendFileSync(file, second.slice(20));
    expect(readMetrics(folder, a.nextByte).lines).toEqual([]);
    appendFileSync(file, "\n");
    const c = readMetrics(folder, a.nextByte);
    expect(c).toEqual({ lines: [sampleMetrics(64)], nextByte: readFileSync(file).length, restarted: false });
  });

  it("begins anew, and says so, when the file was cut", () => {
    const folder = emptyRun();
    const file = join(folder, "metrics.jsonl");
    appendFileSync(file, `${JSON.stringify(sampleMetrics(0))}\n${JSON.stringify(sampleMetrics(64))}\n`);
    const { nextByte } = readMetrics(folder);
    truncateSync(file, JSON.stringify(sampleMetrics(0)).length + 1);
    expect(readMetrics(folder, nextByte)).toMatchObject({ lines: [sampleMetrics(0)], restarted: true });
    appendFileSync(file, `${JSON.stringify({ ...sampleMetrics(64), heads: {} })}\n`.repeat(2));
    expect(readMetrics(folder, nextByte)).toMatchObject({
      lines: [{ sequences: 0 }, {}, {}],
      restarted: true,
    });
    rmSync(file);
    expect(readMetrics(folder, nextByte)).toEqual({ lines: [], nextByte: 0, restarted: true });
    expect(readMetrics(folder)).toEqual({ lines: [], nextByte: 0, restarted: false });
  });

  it("names file and line of a damaged complete line, also when reading from the middle", () => {
    const folder = emptyRun();
    const file = join(folder, "metrics.jsonl");
    const good = `${JSON.stringify(sampleMetrics(0))}\n`;
    appendFileSync(file, `${good}${good}{"sequences":-1}\n${good}`);
    for (const from of [0, good.length, 2 * good.length]) {
      const error = thrownBy(() => readMetrics(folder, from));
      expect(error).toBeInstanceOf(UserError);
      expect(String(error)).toContain(`${file}:3: damaged line: sequences: `);
    }
  });
});

describe("readEvents", () => {
  it("refuses a text that is not UTF-8", () => {
    const folder = emptyRun();
    const line = '{"kind":"warning","sequences":0,"time":"2026-03-01T14:25:31.000Z","message":"\xff"}\n';
    writeFileSync(join(folder, "events.jsonl"), Buffer.from(line, "latin1"));
    expect(() => readEvents(folder)).toThrow(/events\.jsonl:1: damaged line: not valid JSON/);
  });

  it("refuses an event it does not know, with its line", () => {
    const folder = emptyRun();
    appendFileSync(
      join(folder, "events.jsonl"),
      '{"kind":"party","sequences":0,"time":"2026-03-01T14:25:31.000Z"}\n',
    );
    expect(() => readEvents(folder)).toThrow(/events\.jsonl:1: damaged line: kind: /);
  });
});

describe("readLosses", () => {
  it("reads little-endian floats and leaves out a torn one", () => {
    const folder = emptyRun();
    writeFileSync(join(folder, "loss.f32"), Buffer.from("0000803f000000c00000", "hex"));
    expect([...readLosses(folder)]).toEqual([1, -2]);
    rmSync(join(folder, "loss.f32"));
    expect([...readLosses(folder)]).toEqual([]);
  });
});

describe("latestUsableCheckpoint", () => {
  function checkpoint(
    folder: string,
    name: string,
    bytes = encodeSafetensors(sampleTensors(1), { name }),
  ): void {
    writeFileSync(join(folder, "checkpoints", name), bytes);
  }

  it("takes the newest that decodes entirely, and says why it skipped newer ones", () => {
    const folder = emptyRun();
    for (const name of ["9.safetensors", "100.safetensors"]) checkpoint(folder, name);
    checkpoint(folder, "200.safetensors", encodeSafetensors(sampleTensors(1), {}).subarray(0, -1));
    mkdirSync(join(folder, "checkpoints", "300.safetensors"));
    for (const name of [
      "400.safetensors.12.tmp",
      "500.tmp",
      "last.safetensors",
      "-1.safetensors",
      "007.safetensors",
    ]) {
      checkpoint(folder, name);
    }
    expect(listCheckpoints(folder).map(({ sequences }) => sequences)).toEqual([9, 100, 200, 300]);
    const found = latestUsableCheckpoint(folder);
    expect(found).toMatchObject({
      sequences: 100,
      metadata: { name: "100.safetensors" },
      tensors: sampleTensors(1),
    });
    expect(found?.file).toBe(join(folder, "checkpoints", "100.safetensors"));
    expect(found?.skipped.map(({ file }) => file)).toEqual(
      [300, 200].map((n) => join(folder, "checkpoints", `${n}.safetensors`)),
    );
    expect(found?.skipped[1]?.reason).toMatch(/200\.safetensors: step: truncated/);
  });

  it("is null where there is none", () => {
    const folder = emptyRun();
    expect(latestUsableCheckpoint(folder)).toBeNull();
    rmSync(join(folder, "checkpoints"), { recursive: true });
    expect(latestUsableCheckpoint(folder)).toBeNull();
  });
});
