import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { readLockHolder } from "../../../src/runs/lockHolder.ts";
import { runPaths } from "../../../src/runs/runPaths.ts";
import { readMetrics, readRun } from "../../../src/runs/runReader.ts";
import type { TrainerJob } from "../../../src/protocol/trainerMessages.ts";
import { createJob, endless, host, runsRoot, trainerFile, until } from "./poolFixture.ts";

/** Starts a host in a process of its own, which launches a run and lives until it is killed. */
function otherHost(root: string, job: TrainerJob) {
  const source = (name: string) =>
    JSON.stringify(pathToFileURL(resolve("src", "execution", `${name}.ts`)).href);
  const code = `
    const { RunLibrary } = await import(${source("runLibrary")});
    const { LocalPool } = await import(${source("localPool")});
    const library = new RunLibrary(${JSON.stringify(root)});
    const pool = new LocalPool({ library, trainer: ${JSON.stringify(trainerFile())}, parallelRuns: () => 1 });
    pool.launch(${JSON.stringify(job)});
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return child;
}

const isTraining = (folder: string): boolean =>
  existsSync(join(folder, "status.json")) && readRun(folder).status?.state === "running";

describe("a run whose host is killed", () => {
  it("goes on to its end, and another host hears of that", async () => {
    const root = runsRoot();
    const folder = join(root, "run");
    const evaluation = { every: 2000, sequences: 16 };
    const changes = { training: { sequences: 24_000 }, evaluation, checkpoints: { every: 8000 } };
    const killed = otherHost(root, createJob(root, "run", changes));
    await until(() => isTraining(folder));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    expect(readRun(folder).status?.state).toBe("running");

    const { pool, ends, stateOf } = host(root);
    pool.start();
    expect(stateOf("run")).toBe("running");
    await until(() => ends.length > 0);
    expect(ends).toMatchObject([{ id: "run", state: "finished", reason: null }]);
    expect(readMetrics(folder).lines.at(-1)?.sequences).toBe(24_000);
    // Runs that had ended before a host looked are no news to it.
    const later = host(root);
    later.pool.start();
    expect(later.stateOf("run")).toBe("finished");
    expect(later.ends).toEqual([]);
  });

  it("is found by another host, which can pause it, stop it, and notices that it was killed", async () => {
    const root = runsRoot();
    const folder = join(root, "run");
    const killed = otherHost(root, createJob(root, "run", endless));
    await until(() => isTraining(folder));
    killed.kill("SIGKILL");
    const { pool, reaches, ends, stateOf } = host(root, { parallelRuns: () => 1 });
    pool.launch(createJob(root, "next", endless));
    expect([stateOf("run"), stateOf("next")]).toEqual(["running", "queued"]);
    await pool.pause("run");
    expect(stateOf("run")).toBe("paused");
    await reaches("next", "running");
    await pool.stop("run");
    expect(stateOf("run")).toBe("stopped");
    await until(() => ends.length > 0);
    expect(ends).toMatchObject([{ id: "run", state: "stopped", reason: "stopped by a request" }]);
    await pool.stop("next");
  });

  it("counts as crashed when its trainer is killed, too, and is ended by force where it does not react", async () => {
    const root = runsRoot();
    const folder = join(root, "run");
    const killed = otherHost(root, createJob(root, "run", endless));
    await until(() => isTraining(folder));
    killed.kill("SIGKILL");
    const { pid } = readLockHolder(runPaths(folder).lock)!;
    const { pool, ends, stateOf } = host(root, { stopGrace: 200 });
    pool.start();
    process.kill(pid, "SIGSTOP");
    await pool.stop("run");
    await until(() => ends.length > 0);
    expect(ends).toMatchObject([{ id: "run", state: "crashed", reason: `its process ${pid} is gone` }]);
    expect(stateOf("run")).toBe("crashed");
  });
});
