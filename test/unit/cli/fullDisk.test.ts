import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { latestUsableCheckpoint, readEvents, readRun } from "../../../src/runs/runReader.ts";
import { canMakeSmallDisk, makeSmallDisk } from "../smallDisk.ts";
import { expectError, lastCheckpoint, optoscope, temporaryFolder, writeExperiment } from "./commandLine.ts";

function smallDisk(): string {
  const { folder, remove } = makeSmallDisk(300);
  onTestFinished(remove);
  return folder;
}

/** A checkpoint of this is 24 KB: a dozen fit on the disk, and the run makes forty. */
const changes = { training: { sequences: 8000 } };

describe.skipIf(!canMakeSmallDisk())("a run on a disk that becomes full", () => {
  it("fails with the reason, leaves nothing half-written, and goes on with the same bits when there is space", async () => {
    const disk = smallDisk();
    const folder = temporaryFolder();
    const file = writeExperiment(folder, changes);
    const run = join(disk, "run");
    const ended = await optoscope(["run", file, "--out", run, "--quiet"]);
    expectError(ended, 1, "the disk is full", run);
    const usable = latestUsableCheckpoint(run);
    expect(usable?.skipped).toEqual([]);
    expect(usable?.sequences).toBe(listCheckpoints(run).at(-1)?.sequences);
    expect(usable?.sequences).toBeGreaterThan(0);
    for (const place of [run, join(run, "checkpoints")])
      expect(readdirSync(place).filter((name) => name.endsWith(".tmp") || name === "lock.json")).toEqual([]);

    // Still full: the same error, and nothing is lost.
    const filler = join(disk, "filler");
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
    expectError(await optoscope(["resume", run, "--quiet"]), 1, "the disk is full");
    expect(latestUsableCheckpoint(run)?.sequences).toBe(usable?.sequences);

    rmSync(filler);
    execFileSync("mount", ["-o", "remount,size=4m", disk]);
    const resumed = await optoscope(["resume", run, "--quiet"]);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(readRun(run).status?.state).toBe("finished");
    expect(readEvents(run).lines.at(-1)?.kind).toBe("finished");

    const whole = join(folder, "whole");
    await optoscope(["run", file, "--out", whole, "--quiet"]);
    expect(lastCheckpoint(run).equals(lastCheckpoint(whole))).toBe(true);
  });

  it("cannot begin on one that is full, and leaves nothing there", async () => {
    const disk = smallDisk();
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, "filler"), Buffer.alloc(bavail * bsize));
    const file = writeExperiment(temporaryFolder(), changes);
    expectError(await optoscope(["run", file, "--out", join(disk, "run")]), 1, "the disk is full", disk);
    expect(readdirSync(disk)).toEqual(["filler"]);
  });
});
