import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../../src/userError.ts";
import { latestUsableCheckpoint, readEvents, readMetrics, readRun } from "../../../src/runs/runReader.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import type { Tensor } from "../../../src/runs/tensor.ts";
import { canMakeSmallDisk, makeSmallDisk } from "../smallDisk.ts";
import { sampleMetrics, sampleRecord, sampleStatus, sampleTensors, thrownBy } from "./runFixtures.ts";

const time = "2026-03-01T14:25:31.000Z";

describe.skipIf(!canMakeSmallDisk())("a full disk (a file system of 64 KiB)", () => {
  let disk = "";
  let remove: () => void;
  let folder = "";

  beforeEach(() => {
    ({ folder: disk, remove } = makeSmallDisk(64));
    folder = join(disk, "run");
  });

  afterEach(() => {
    remove();
  });

  /** Leaves no free block; files that have room in their last block can still grow by a little. */
  function fillUp(): void {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize));
    expect(statfsSync(disk).bavail).toBe(0);
  }

  function large(): Map<string, Tensor> {
    return new Map([
      ["embed.W_exemplar", { dtype: "F32", shape: [512, 64], data: new Float32Array(512 * 64) }],
    ]);
  }

  it("refuses a checkpoint that does not fit, and the one before stays usable", () => {
    const writer = RunWriter.create(folder, sampleRecord());
    const first = writer.writeCheckpoint(32, sampleTensors(32), {});
    const error = thrownBy(() => writer.writeCheckpoint(64, large(), {}));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(
      `${join(folder, "checkpoints", "64.safetensors")}: cannot write the file: the disk is full (ENOSPC).` +
        " Nothing half-written is left.",
    );
    expect(readdirSync(join(folder, "checkpoints"))).toEqual(["32.safetensors"]);
    // The space is free again.
    writer.writeCheckpoint(96, sampleTensors(96), {});
    writer.close();
    rmSync(join(folder, "checkpoints", "96.safetensors"));
    expect(latestUsableCheckpoint(folder)).toMatchObject({
      file: first,
      tensors: sampleTensors(32),
      skipped: [],
    });
  });

  it("keeps the older of two checkpoints of one name", () => {
    const writer = RunWriter.create(folder, sampleRecord());
    writer.writeCheckpoint(32, sampleTensors(32), {});
    expect(() => writer.writeCheckpoint(32, large(), {})).toThrow(/disk is full/);
    writer.close();
    expect(latestUsableCheckpoint(folder)?.tensors).toEqual(sampleTensors(32));
  });

  it("appends a line whole or not at all, and goes on when there is space again", () => {
    const writer = RunWriter.create(folder, sampleRecord());
    writer.writeStatus(sampleStatus());
    writer.appendEvent({ kind: "started", sequences: 0, time });
    // The last line must fit in part, so the file needs a block that is not full.
    writer.appendMetrics(sampleMetrics(0));
    fillUp();
    let written = 1;
    const error = thrownBy(() => {
      for (; written < 1000; written++) writer.appendMetrics(sampleMetrics(written));
    });
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/metrics\.jsonl: cannot append to the file: the disk is full/);
    expect(() => {
      writer.writeStatus(sampleStatus({ state: "failed" }));
    }).toThrow(/status\.json: cannot write the file: the disk is full/);
    expect(readFileSync(join(folder, "metrics.jsonl"), "utf8")).toMatch(/^(\{.*\}\n)*$/);

    rmSync(join(disk, "filler"));
    writer.appendMetrics(sampleMetrics(5000));
    writer.close();
    const expected = [...Array.from({ length: written }, (_, index) => index), 5000];
    expect(readMetrics(folder).lines.map(({ sequences }) => sequences)).toEqual(expected);
    expect(readRun(folder).status).toEqual(sampleStatus());
    expect(readEvents(folder).lines).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("refuses a new run and leaves nothing of it", () => {
    mkdirSync(folder);
    fillUp();
    const error = thrownBy(() => RunWriter.create(folder, sampleRecord()));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/disk is full/);
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });
});
