import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimJob } from "../../../src/execution/claimJob.ts";
import { queueFile } from "../../../src/execution/queueFile.ts";
import type { JobStore } from "../../../src/execution/jobQueue.ts";
import { eventsOf } from "../../e2e/runFiles.ts";
import { createJob, endless, host, runsRoot, until } from "./poolFixture.ts";

describe("hosts that have taken up the same queue", () => {
  it("begin each run once, and tell of no failure", async () => {
    const root = runsRoot();
    let kept: readonly unknown[] = [];
    const store: JobStore = {
      load: () => kept,
      save: (jobs) => {
        kept = [...jobs];
      },
    };
    const options = { parallelRuns: () => 1, store };
    const first = host(root, options);
    first.pool.launch(createJob(root, "before", endless));
    first.pool.launch(createJob(root, "next", endless));
    await first.reaches("before", "running");
    const second = host(root, options);
    second.pool.start();
    const both = [first, second];
    const told = both.map(({ library, stateOf }) => {
      const states: (string | undefined)[] = [];
      library.onDidChange(() => states.push(stateOf("next")));
      return states;
    });
    expect(both.map(({ pool }) => pool.queued.map(({ id }) => id))).toEqual([["next"], ["next"]]);

    await first.pool.stop("before");
    await until(() => told.every((states) => states.includes("running")));
    await until(() => both.every(({ pool }) => pool.queued.length === 0));
    await second.pool.stop("next");
    await until(() => both.every(({ ends }) => ends.length === 2));
    for (const { ends } of both) expect(ends.map(({ state }) => state)).toEqual(["stopped", "stopped"]);
    expect(eventsOf(join(root, "next"), "started")).toHaveLength(1);
    expect(kept).toEqual([]);
  });
});

describe("a queue in the runs folder", () => {
  it("is one for all hosts: what one takes out begins nowhere, what one puts in begins once", async () => {
    const root = runsRoot();
    const options = () => ({ parallelRuns: () => 1, store: queueFile(() => root) });
    const first = host(root, options());
    first.pool.launch(createJob(root, "before", endless));
    await first.reaches("before", "running");
    first.pool.launch(createJob(root, "other", endless));
    const second = host(root, options());
    second.pool.start();
    expect(second.pool.queued.map(({ id }) => id)).toEqual(["other"]);

    await first.pool.stop("other");
    second.pool.launch(createJob(root, "next", endless));
    await first.pool.stop("before");
    await until(() => [first, second].every(({ stateOf }) => stateOf("next") === "running"));
    expect(readdirSync(root).sort()).toEqual(["before", "next"]);
    await second.pool.stop("next");
    expect(eventsOf(join(root, "next"), "started")).toHaveLength(1);
  });

  it("counts as empty when its file is damaged, and keeps nothing where there is no folder", () => {
    const root = runsRoot();
    writeFileSync(join(root, ".queue.json"), '[{"kind":');
    expect(queueFile(() => root).load()).toEqual([]);
    const nowhere = queueFile(() => null);
    nowhere.save([createJob(root, "run")]);
    expect(nowhere.load()).toEqual([]);
  });
});

describe("claiming a job", () => {
  it("works once, until long nothing has come of it", () => {
    const root = runsRoot();
    const job = createJob(root, "run");
    expect(claimJob(job)).toBe("ours");
    expect(claimJob(job)).toBe("beginning");
    expect(claimJob(job, Date.now() + 60_000)).toBe("ours");
  });

  it("makes no folder for a run that goes on", () => {
    const root = runsRoot();
    mkdirSync(join(root, "run"));
    expect(claimJob({ kind: "resume", id: "run", runFolder: join(root, "run") })).toBe("ours");
  });
});
