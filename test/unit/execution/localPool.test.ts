import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { getPriority } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { TrainerJob } from "../../../src/protocol/trainerMessages.ts";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { readEvents, readLosses, readMetrics, readRun } from "../../../src/runs/runReader.ts";
import { UserError } from "../../../src/userError.ts";
import { tiny } from "../training/tinyTraining.ts";
import { createJob, endless, exists, host, runsRoot, until } from "./poolFixture.ts";

const kindsOf = (folder: string) => readEvents(folder).lines.map(({ kind }) => kind);

describe("LocalPool", () => {
  it("trains runs one after another where there is one place, in the order of launching", async () => {
    const root = runsRoot();
    const { pool, library, ends, stateOf } = host(root, { parallelRuns: () => 1 });
    const ids = ["c", "a", "b"];
    for (const id of ids) pool.launch(createJob(root, id));
    expect(ids.map(stateOf)).toEqual(["starting", "queued", "queued"]);
    expect(pool.queued.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(library.runs.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    await until(() => ends.length === 3);
    expect(ends.map(({ id, state, reason }) => [id, state, reason])).toEqual(
      ids.map((id) => [id, "finished", null]),
    );
    expect(ids.map(stateOf)).toEqual(["finished", "finished", "finished"]);
    for (const id of ids) expect(readMetrics(join(root, id)).lines.at(-1)?.sequences).toBe(800);
    expect(library.find("a")).toMatchObject({ slot: 1, metrics: { sequences: 800 }, problem: null });
    expect(readFileSync(join(root, "a", "label.json"), "utf8")).toContain('"slot": 1');
  });

  it("pauses, gives the place to the next one, goes on, stops, and resumes to the end", async () => {
    const root = runsRoot();
    const { pool, reaches, ends, stateOf } = host(root, { parallelRuns: () => 1 });
    pool.launch(createJob(root, "long", endless));
    pool.launch(createJob(root, "short"));
    await reaches("long", "running");
    expect(stateOf("short")).toBe("queued");
    await pool.pause("long");
    expect(stateOf("long")).toBe("paused");
    await until(() => ends.length === 1);
    expect(ends[0]).toMatchObject({ id: "short", state: "finished" });
    await pool.resume("long");
    expect(stateOf("long")).toBe("running");
    await pool.stop("long");
    expect(ends[1]).toMatchObject({
      id: "long",
      name: "long",
      state: "stopped",
      reason: "stopped by a request",
    });
    expect(listCheckpoints(join(root, "long"))).toHaveLength(1);

    await pool.resume("long");
    expect(["starting", "running"]).toContain(stateOf("long"));
    await reaches("long", "running");
    await pool.stop("long");
    expect(kindsOf(join(root, "long")).filter((kind) => kind !== "phase-change")).toEqual([
      ...["started", "paused", "resumed", "checkpoint", "stopped"],
      ...["resumed", "checkpoint", "stopped"],
    ]);
    await pool.stop("long");
    expect(stateOf("long")).toBe("stopped");
    await expect(pool.pause("long")).rejects.toThrow("only running runs can be paused");
    await expect(pool.resume("short")).rejects.toThrow("short is finished");
  });

  it("takes queued runs out of the queue, and keeps the queue for the next host", async () => {
    const root = runsRoot();
    let kept: readonly unknown[] = [];
    const store = { load: () => kept, save: (jobs: readonly TrainerJob[]) => (kept = structuredClone(jobs)) };
    const first = host(root, { parallelRuns: () => 1, store });
    for (const id of ["a", "b", "c"]) first.pool.launch(createJob(root, id, endless));
    await first.reaches("a", "running");
    await first.pool.stop("b");
    expect(first.stateOf("b")).toBeUndefined();
    expect(first.ends).toEqual([]);
    first.pool.dispose();
    first.library.dispose();
    expect(kept).toMatchObject([{ id: "c" }]);

    kept = [...kept, { kind: "create", id: "d" }, createJob(root, "a")];
    const warnings: string[] = [];
    const second = host(root, { parallelRuns: () => 1, store, warn: (message) => warnings.push(message) });
    second.pool.start();
    expect(second.stateOf("a")).toBe("running");
    expect(second.stateOf("c")).toBe("queued");
    expect(second.library.find("c")?.experiment).toEqual(tiny({ name: "c", ...endless }));
    expect(warnings).toEqual([
      expect.stringContaining("a queued run cannot be read and is dropped: runFolder"),
    ]);
    await second.pool.stop("a");
    await second.reaches("c", "running");
    await until(() => second.ends.length > 0);
    expect(second.ends).toMatchObject([{ id: "a", state: "stopped", reason: "stopped by a request" }]);
    await second.pool.stopAll();
    expect(second.stateOf("c")).toBe("stopped");
    expect(kept).toEqual([]);
  });

  it("sets and releases clamps of a running run, and tells why it cannot", async () => {
    const root = runsRoot();
    const { pool, library, reaches } = host(root);
    pool.launch(createJob(root, "run", endless));
    await reaches("run", "running");
    const clamp = { kind: "ablate", heads: ["L1H1"] };
    const on = await pool.request("run", { kind: "clamp", id: "live", clamp });
    expect(on).toMatchObject({ kind: "clamp-on", id: "live", clamp });
    expect(library.find("run")?.clamps).toMatchObject([{ id: "live", isLive: true, state: "on" }]);
    const impossible = pool.request("run", {
      kind: "clamp",
      id: "far",
      clamp: { kind: "ablate", heads: ["L7H0"] },
    });
    await expect(impossible).rejects.toThrow(UserError);
    await expect(impossible).rejects.toThrow(/^clamp far: heads\[0\]: expected a head that the model has/);
    await expect(pool.request("run", { kind: "unclamp", id: "none" })).rejects.toThrow(
      "unclamp none: there is no clamp none",
    );
    const off = await pool.request("run", { kind: "unclamp", id: "live" });
    expect(off).toMatchObject({ kind: "clamp-off", id: "live" });
    const later = { kind: "ablate", heads: ["L1H0"], from: 300_000_000 };
    const set = await pool.request("run", { kind: "clamp", id: "later", clamp: later });
    expect(set.kind).toBe("clamp-set");
    expect((await pool.request("run", { kind: "unclamp", id: "later" })).sequences).toBeGreaterThan(0);
    await pool.stop("run");
    await expect(pool.request("run", { kind: "unclamp", id: "x" })).rejects.toThrow("run is stopped");
  });

  it("notices a killed trainer, and everything that was evaluated is there", async () => {
    const root = runsRoot();
    const { pool, library, reaches, ends, stateOf } = host(root);
    pool.launch(createJob(root, "run", endless));
    await until(() => (library.find("run")?.metrics?.sequences ?? 0) > 2000);
    const { status, metrics } = library.find("run")!;
    process.kill(status!.pid, "SIGKILL");
    await until(() => ends.length === 1);
    expect(ends[0]).toMatchObject({
      ...{ id: "run", name: "run", state: "crashed" },
      reason: "its process was ended by SIGKILL",
    });
    expect(stateOf("run")).toBe("crashed");
    expect(readMetrics(join(root, "run")).lines.map((line) => line.sequences)).toContain(metrics!.sequences);
    await pool.resume("run");
    await reaches("run", "running");
    await pool.stop("run");
    expect(readRun(join(root, "run")).status?.state).toBe("stopped");
  });

  it("ends a trainer that does not react, but only after asking it to stop", async () => {
    const root = runsRoot();
    const { pool, library, reaches, ends } = host(root, { stopGrace: 200 });
    pool.launch(createJob(root, "run", endless));
    await reaches("run", "running");
    const { pid } = library.find("run")!.status!;
    process.kill(pid, "SIGSTOP");
    await pool.stop("run");
    expect(exists(pid)).toBe(false);
    expect(ends).toMatchObject([{ state: "crashed", reason: "its process was ended by SIGKILL" }]);
    expect(readFileSync(join(root, "run", "control.jsonl"), "utf8")).toBe('{"kind":"stop"}\n');
  });

  it("gives up on an answer that does not come", async () => {
    const root = runsRoot();
    const { pool, library, reaches } = host(root, { answerTimeout: 200 });
    pool.launch(createJob(root, "run", endless));
    await reaches("run", "running");
    process.kill(library.find("run")!.status!.pid, "SIGSTOP");
    await expect(pool.pause("run")).rejects.toThrow("the trainer of run did not answer within 0.2 seconds");
  });

  it("trains at a lower priority than its own", async () => {
    const { pool, library, reaches } = host(runsRoot());
    pool.launch(createJob(library.root!, "run", endless));
    await reaches("run", "running");
    expect(getPriority(library.find("run")!.status!.pid)).toBeGreaterThan(getPriority());
  });

  it("tells why a run could not begin, and leaves no folder of it", async () => {
    const root = runsRoot();
    const { pool, ends, stateOf } = host(root);
    const data = { source: { kind: "hdf5", file: "missing.h5", dataset: "x" } };
    pool.launch(createJob(root, "run", { data }));
    await until(() => ends.length === 1);
    expect(ends[0]).toMatchObject({
      id: "run",
      name: expect.stringContaining("run") as string,
      state: "failed",
    });
    expect(ends[0]!.reason).toContain("missing.h5");
    expect(ends[0]!.logTail.join("\n")).toContain("missing.h5");
    expect(existsSync(join(root, "run"))).toBe(false);
    expect(stateOf("run")).toBeUndefined();

    mkdirSync(join(root, "full"));
    writeFileSync(join(root, "full", "thesis.txt"), "precious");
    pool.launch(createJob(root, "full"));
    await until(() => ends.length === 2);
    expect(ends[1]!.reason).toContain("the run folder is not empty");
    expect(readdirSync(join(root, "full"))).toContain("thesis.txt");
  });

  it("leaves the words of a trainer that broke down at its start", async () => {
    const root = runsRoot();
    const trainer = join(root, ".broken.mjs");
    writeFileSync(trainer, 'throw new Error("no such thing");');
    const { pool, ends } = host(root, { trainer });
    pool.launch(createJob(root, "run"));
    await until(() => ends.length === 1);
    expect(ends[0]).toMatchObject({ state: "crashed", reason: "its process ended with code 1" });
    expect(ends[0]!.logTail.join("\n")).toContain("no such thing");
    expect(existsSync(join(root, "run"))).toBe(false);
  });

  it("forks a run", async () => {
    const root = runsRoot();
    const { pool, ends, library } = host(root);
    pool.launch(createJob(root, "parent"));
    await until(() => ends.length === 1);
    const fork = { kind: "fork" as const, id: "fork", runFolder: join(root, "fork") };
    const experiment = tiny({ name: "fork", clamps: [{ kind: "ablate", heads: ["L1H0"] }] });
    pool.launch({ ...fork, parentFolder: join(root, "parent"), sequences: 400, experiment });
    await until(() => ends.length === 2);
    expect(ends[1]).toMatchObject({ id: "fork", state: "finished" });
    expect(library.find("fork")?.record?.parent).toEqual({ run: "parent", sequences: 400 });
    const [parent, child] = ["parent", "fork"].map((id) => readLosses(join(root, id)));
    expect(child!.slice(0, 50)).toEqual(parent!.slice(0, 50));
    expect(child!.slice(50)).not.toEqual(parent!.slice(50));
  });

  it("starts nothing twice", async () => {
    const root = runsRoot();
    const { pool, reaches } = host(root, { parallelRuns: () => 1 });
    pool.launch(createJob(root, "a", endless));
    pool.launch(createJob(root, "b", endless));
    expect(() => {
      pool.launch(createJob(root, "b"));
    }).toThrow("in the queue already");
    await reaches("a", "running");
    expect(() => {
      pool.launch({ kind: "resume", id: "a", runFolder: join(root, "a") });
    }).toThrow("running already");
    await pool.stopAll();
  });
});
