import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished } from "vitest";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { tinyExperiment } from "../tinyExperiment.ts";

/** How a call of the command line ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A call that may still be under way. */
export interface Call {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Calls the command line as a user does, in a process of its own. */
export function start(args: readonly string[], folder?: string): Call {
  const child = spawn(process.execPath, [inject("commandLine"), ...args], {
    ...(folder === undefined ? {} : { cwd: folder }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      texts[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => {
    child.on("close", (code, signal) => {
      resolve({ code, signal, ...texts });
    });
  });
  return { process: child, ended };
}

/** Calls the command line and waits for its end. */
export function optoscope(args: readonly string[], folder?: string): Promise<Ended> {
  return start(args, folder).ended;
}

/** A new empty folder, removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-cli-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a tiny experiment into a folder, and returns the file's path. */
export function writeExperiment(folder: string, changes: object = {}): string {
  const file = join(folder, "tiny.opto.json");
  writeFileSync(file, JSON.stringify(tinyExperiment(changes), null, 2));
  return file;
}

/** Waits until something is so; fails when it takes too long. */
export async function until(condition: () => boolean): Promise<void> {
  for (const begun = Date.now(); !condition();) {
    if (Date.now() - begun > 30_000) throw new Error(`waited in vain for ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The bytes of a run's newest checkpoint. */
export function lastCheckpoint(run: string): Buffer {
  return readFileSync(listCheckpoints(run).at(-1)!.file);
}

/** Holds an error against the house's rules: the exit code, one screen, no stack trace, and what it must name. */
export function expectError(ended: Ended, code: 1 | 2, ...named: (string | RegExp)[]): void {
  expect(ended.code, ended.stderr).toBe(code);
  expect(ended.stdout).toBe("");
  expect(ended.stderr.trimEnd().split("\n").length).toBeLessThanOrEqual(24);
  expect(ended.stderr).not.toMatch(/^\s+at /m);
  expect(ended.stderr).not.toContain("a mistake in Optoscope");
  for (const words of named) {
    if (typeof words === "string") expect(ended.stderr).toContain(words);
    else expect(ended.stderr).toMatch(words);
  }
}
