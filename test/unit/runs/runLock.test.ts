import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { UserError } from "../../../src/userError.ts";
import { RunLock } from "../../../src/runs/runLock.ts";
import { readLosses, readMetrics } from "../../../src/runs/runReader.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import { sampleMetrics, sampleRecord, temporaryFolder, thrownBy } from "./runFixtures.ts";

/** Another process that resumes a run and writes to it until it is killed; resolves once it writes. */
async function otherWriter(folder: string): Promise<ChildProcess> {
  const writer = pathToFileURL(join(import.meta.dirname, "../../../src/runs/runWriter.ts")).href;
  const code = `
    const { RunWriter } = await import(${JSON.stringify(writer)});
    const folder = ${JSON.stringify(folder)};
    const run = RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 0, step: 0 });
    const line = ${JSON.stringify(sampleMetrics(0))};
    for (let step = 1; ; step++) {
      run.appendLosses(Float32Array.of(step));
      run.appendMetrics({ ...line, sequences: 32 * step });
      if (step === 3) process.stdout.write("writing");
      if (step % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  await once(child.stdout, "data");
  return child;
}

function writeLock(file: string, pid: number, host: string, started = new Date()): void {
  writeFileSync(file, JSON.stringify({ pid, host, started: started.toISOString() }));
}

/** A process id that has surely ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid!;
}

describe("RunLock", () => {
  it("is held once, and free again after release", () => {
    const file = join(temporaryFolder(), "lock.json");
    const lock = RunLock.take(file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid, host: hostname() });
    const error = thrownBy(() => RunLock.take(file));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(`process ${process.pid} on ${hostname()}`);
    lock.release();
    lock.release();
    expect(existsSync(file)).toBe(false);
    RunLock.take(file).release();
  });

  it("knows a folder by every path to it", () => {
    const folder = temporaryFolder();
    const link = join(temporaryFolder(), "link");
    symlinkSync(folder, link, "junction");
    const lock = RunLock.take(join(folder, "lock.json"));
    expect(() => RunLock.take(join(link, "lock.json"))).toThrow(/being written/);
    lock.release();
  });

  it("is taken over from a dead process and leaves no other file", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "lock.json");
    writeLock(file, await deadProcess(), hostname());
    const lock = RunLock.take(file);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(["lock.json"]);
    lock.release();
  });

  it("is taken over from an earlier process with this one's id, and from before the machine started", () => {
    const file = join(temporaryFolder(), "lock.json");
    writeLock(file, process.pid, hostname());
    RunLock.take(file).release();
    writeLock(file, process.ppid, hostname(), new Date("2001-01-01T00:00:00Z"));
    RunLock.take(file).release();
  });

  it("is not taken from a living process or from another machine", async () => {
    const file = join(temporaryFolder(), "lock.json");
    writeLock(file, process.ppid, hostname());
    expect(() => RunLock.take(file)).toThrow(`process ${process.ppid} on ${hostname()}`);
    writeLock(file, await deadProcess(), "another-machine");
    expect(() => RunLock.take(file)).toThrow(/on another-machine/);
    expect(() => RunLock.take(file)).toThrow(/delete this file/);
  });

  it("is taken over when its content is unreadable and old, but not while it may be being written", () => {
    const file = join(temporaryFolder(), "lock.json");
    writeFileSync(file, "");
    expect(() => RunLock.take(file)).toThrow(/just starting to write/);
    utimesSync(file, new Date(0), new Date(0));
    RunLock.take(file).release();
  });

  it("does not remove a lock that is no longer its own", () => {
    const file = join(temporaryFolder(), "lock.json");
    const lock = RunLock.take(file);
    writeLock(file, process.ppid, hostname());
    lock.release();
    expect(existsSync(file)).toBe(true);
  });
});

describe("RunWriter and its lock", () => {
  it("lets one writer in at a time", () => {
    const folder = join(temporaryFolder(), "run");
    const writer = RunWriter.create(folder, sampleRecord());
    expect(() => RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 0, step: 0 })).toThrow(
      /being written by another process/,
    );
    writer.close();
    RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 0, step: 0 }).close();
    expect(existsSync(join(folder, "lock.json"))).toBe(false);
  });

  it("keeps out while another process writes, and goes on after that one was killed", async () => {
    const folder = join(temporaryFolder(), "run");
    RunWriter.create(folder, sampleRecord()).close();
    const child = await otherWriter(folder);
    expect(() => RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 0, step: 0 })).toThrow(
      `process ${child.pid!} on`,
    );
    child.kill("SIGKILL");
    await once(child, "exit");

    const written = readMetrics(folder).lines;
    expect(written.length).toBeGreaterThanOrEqual(3);
    expect(written.map(({ sequences }) => sequences)).toEqual(written.map((_, index) => 32 * (index + 1)));
    expect(readLosses(folder).length).toBeGreaterThanOrEqual(written.length);
    const writer = RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 64, step: 2 });
    writer.appendMetrics(sampleMetrics(96));
    writer.close();
    expect(readMetrics(folder).lines.map(({ sequences }) => sequences)).toEqual([32, 64, 96]);
    expect([...readLosses(folder)]).toEqual([1, 2]);
  });
});
