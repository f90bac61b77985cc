import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FromTrainer, TrainerJob } from "../../../src/protocol/trainerMessages.ts";
import { readRun } from "../../../src/runs/runReader.ts";
import { createJob, endless, runsRoot, trainerFile, until } from "./poolFixture.ts";

/** A trainer without a pool, and what it says. */
function trainer(): { child: ChildProcess; said: FromTrainer[]; exit: Promise<unknown[]> } {
  const child = fork(trainerFile(), [], { execArgv: [], stdio: ["ignore", "ignore", "ignore", "ipc"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const said: FromTrainer[] = [];
  child.on("message", (message) => said.push(message as FromTrainer));
  return { child, said, exit: once(child, "exit") };
}

async function begin(job: TrainerJob) {
  const started = trainer();
  await until(() => started.said.length > 0);
  expect(started.said).toEqual([{ kind: "ready" }]);
  started.child.send({ kind: "job", job });
  return started;
}

const state = (folder: string) =>
  existsSync(join(folder, "status.json")) ? readRun(folder).status?.state : undefined;

describe("the trainer", () => {
  it("rings while it trains, and ends with 0", async () => {
    const root = runsRoot();
    const { said, exit } = await begin(createJob(root, "run"));
    expect(await exit).toEqual([0, null]);
    expect(said.slice(1).length).toBeGreaterThan(0);
    expect(said.slice(1).every(({ kind }) => kind === "grew")).toBe(true);
    expect(state(join(root, "run"))).toBe("finished");
  });

  it("tells what the user can mend, and ends with 1", async () => {
    const { said, exit } = await begin({ kind: "resume", id: "x", runFolder: "/no/such/run" });
    expect(await exit).toEqual([1, null]);
    expect(said.at(-1)).toMatchObject({ kind: "problem", isBug: false });
  });

  it("ends when its host goes before it has a job", async () => {
    const { child, said, exit } = trainer();
    await until(() => said.length > 0);
    child.disconnect();
    expect(await exit).toEqual([1, null]);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "saves a checkpoint at %s, and lives on after SIGHUP",
    async (signal) => {
      const root = runsRoot();
      const { child, exit } = await begin(createJob(root, "run", endless));
      await until(() => state(join(root, "run")) === "running");
      child.disconnect();
      child.kill("SIGHUP");
      child.kill(signal);
      expect(await exit).toEqual([0, null]);
      expect(readRun(join(root, "run")).status).toMatchObject({ state: "stopped", reason: "interrupted" });
      expect(existsSync(join(root, "run", "lock.json"))).toBe(false);
    },
  );
});
