import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { readLabel, writeLabel } from "../../../src/runs/runLabel.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import { sampleMetrics, sampleRecord, sampleStatus } from "../runs/runFixtures.ts";
import { emptyRoot, open, writeLock, writeRun } from "./libraryFixture.ts";
import { createJob, until } from "./poolFixture.ts";

const recently = () => new Date().toISOString();
const ids = (runs: readonly { id: string }[]) => runs.map(({ id }) => id);

describe("RunLibrary", () => {
  it("lists runs newest first, with what a list shows", () => {
    const root = emptyRoot();
    const clamp = { kind: "ablate", heads: ["L1H3"] };
    const time = recently();
    writeRun(root, "b", { record: { created: "2026-01-01T00:00:00.000Z" }, metrics: [] });
    writeRun(root, "a", {
      record: { created: "2026-01-02T00:00:00.000Z" },
      metrics: [0, 32, 64],
      events: [{ kind: "clamp-on", sequences: 32, time, id: "live", clamp }],
    });
    const { library } = open(root);
    expect(ids(library.runs)).toEqual(["a", "b"]);
    expect(library.find("a")).toMatchObject({
      ...{ folder: join(root, "a"), state: "finished", problem: null, slot: 1 },
      ...{ record: { id: "a" }, status: { sequences: 640 }, metrics: { sequences: 64 } },
      clamps: [{ id: "live", clamp, state: "on" }],
    });
    expect(library.find("a")?.experiment).toEqual(sampleRecord().experiment);
    expect(library.find("b")).toMatchObject({ metrics: null, clamps: [], slot: 0 });
    expect(new Set(library.runs.map(({ name }) => name)).size).toBe(2);
    expect(library.find("c")).toBeUndefined();
  });

  it("reads nothing before it is asked, and copes with no folder, and with one that appears later", async () => {
    expect(open(null).library.runs).toEqual([]);
    const parent = emptyRoot();
    const root = join(parent, "later", "runs");
    const { library, changes } = open(root);
    mkdirSync(root, { recursive: true });
    writeRun(root, "early");
    expect(ids(library.runs)).toEqual(["early"]);
    rmSync(root, { recursive: true });
    library.refresh();
    await until(() => changes.length === 1);
    expect(changes[0]).toEqual({ added: [], removed: ["early"], changed: [] });
    mkdirSync(root, { recursive: true });
    library.refresh();
    expect(library.runs).toEqual([]);
    // From here on, nobody tells it.
    const made = join(parent, "made");
    writeRun(parent, "made");
    renameSync(made, join(root, "made"));
    await until(() => changes.length === 2);
    expect(changes[1]).toEqual({ added: ["made"], removed: [], changed: [] });
  });

  it("tells what has changed, once, and nothing when only the heartbeat has", async () => {
    const root = emptyRoot();
    const folder = writeRun(root, "a", { status: { state: "stopped" } });
    writeRun(root, "b");
    const { library, changes } = open(root);
    const [before, other] = [library.find("a")!, library.find("b")!];
    const writer = RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 32, step: 1 });
    const status = sampleStatus({ pid: process.pid, heartbeat: recently() });
    writer.writeStatus(status);
    library.rang("a");
    await until(() => changes.length === 1);
    expect(changes).toEqual([{ added: [], removed: [], changed: ["a"] }]);
    expect([before.state, library.find("a")?.state]).toEqual(["stopped", "running"]);
    expect(library.find("b")).toBe(other);

    const later = new Date(Date.now() + 1).toISOString();
    writer.writeStatus({ ...status, heartbeat: later });
    library.refresh();
    expect(library.find("a")?.status?.heartbeat).toBe(later);
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(changes).toHaveLength(1);

    // Active runs are looked at without a doorbell.
    writer.appendMetrics(sampleMetrics(64));
    await until(() => changes.length === 2);
    expect(library.find("a")?.metrics?.sequences).toBe(64);
    writer.close();
  });

  it("tells at most ten changes a second, however often it rings", async () => {
    const root = emptyRoot();
    const folder = writeRun(root, "a");
    const { library, changes } = open(root);
    library.start();
    const begun = Date.now();
    for (let sequences = 64; Date.now() - begun < 500; sequences += 32) {
      appendFileSync(join(folder, "metrics.jsonl"), `${JSON.stringify(sampleMetrics(sequences))}\n`);
      library.rang("a");
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const seconds = (Date.now() - begun) / 1000;
    expect(changes.length).toBeGreaterThan(1);
    expect(changes.length).toBeLessThanOrEqual(Math.ceil(seconds * 10) + 1);
  });

  it("shows damaged folders with their problem", () => {
    const root = emptyRoot();
    const folder = (id: string) => join(root, id);
    for (const id of ["metrics", "events", "status", "torn"]) writeRun(root, id);
    appendFileSync(join(folder("metrics"), "metrics.jsonl"), "rubbish\n");
    appendFileSync(join(folder("events"), "events.jsonl"), "{}\n");
    writeFileSync(join(folder("status"), "status.json"), "{");
    appendFileSync(join(folder("torn"), "metrics.jsonl"), '{"sequences": 99');
    cpSync(folder("torn"), folder("format"), { recursive: true });
    const record = readFileSync(join(folder("torn"), "run.json"), "utf8");
    writeFileSync(join(folder("format"), "run.json"), record.replace('"format": 1', '"format": 9'));
    mkdirSync(folder("unknown"));
    writeFileSync(join(folder("unknown"), "run.json"), "\0\0");
    symlinkSync(join(root, "nowhere"), folder("link"));
    writeFileSync(folder("file"), "");
    const { library } = open(root);
    expect(library.find("torn")).toMatchObject({ problem: null, metrics: { sequences: 32 } });
    expect(library.find("metrics")).toMatchObject({ metrics: null, state: "finished" });
    expect(library.find("metrics")?.problem).toContain("metrics.jsonl: damaged last line: not valid JSON");
    expect(library.find("events")?.problem).toContain("events.jsonl:1: damaged line");
    expect(library.find("status")).toMatchObject({ state: "crashed", status: null });
    expect(library.find("status")?.problem).toContain("status.json: not valid JSON");
    expect(library.find("format")).toMatchObject({ record: null, experiment: null, state: "finished" });
    expect(library.find("format")?.problem).toContain("format 9");
    expect(library.find("unknown")).toMatchObject({ record: null, state: "failed", name: "unknown" });
    expect(library.find("unknown")?.problem).toContain("not valid JSON");
    expect(library.find("link")).toMatchObject({ record: null });
    expect(library.find("file")).toBeUndefined();
  });

  it("hides a folder that is just being made, and shows one that stays without a record", () => {
    const root = emptyRoot();
    mkdirSync(join(root, "new"));
    const { library } = open(root);
    expect(library.runs).toEqual([]);
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 11_000);
    library.refresh();
    expect(library.find("new")?.problem).toContain("run.json: cannot read the file");
    vi.restoreAllMocks();
  });

  it("knows at once that a folder is gone when somebody rings for it, before the watch tells", () => {
    const root = emptyRoot();
    writeRun(root, "a");
    const { library } = open(root);
    expect(library.find("a")?.state).toBe("finished");
    rmSync(join(root, "a"), { recursive: true });
    library.rang("a");
    expect(library.find("a")).toBeUndefined();
  });

  it("says that a root cannot be listed", () => {
    const root = join(emptyRoot(), "file");
    writeFileSync(root, "");
    const { library } = open(root);
    expect(library.runs).toEqual([]);
    expect(library.problem).toContain("cannot list the runs");
  });

  it("shows another folder when told to", async () => {
    const [first, second] = [emptyRoot(), emptyRoot()];
    writeRun(first, "a");
    writeRun(second, "b");
    const { library, changes } = open(first);
    library.start();
    library.setRoot(second);
    expect(ids(library.runs)).toEqual(["b"]);
    await until(() => changes.length === 1);
    expect(changes).toEqual([{ added: ["b"], removed: ["a"], changed: [] }]);
    library.setRoot(null);
    expect(library.runs).toEqual([]);
  });
});

describe("a run without its trainer", () => {
  it.each([
    ["no lock", () => undefined],
    [
      "a dead process",
      (folder: string) => {
        writeLock(folder, 2 ** 22 + 1, hostname());
      },
    ],
    [
      "a lock from before the machine was started",
      (folder: string) => {
        writeLock(folder, process.ppid, hostname(), new Date(0));
      },
    ],
    [
      "a process that began long after the lock was taken",
      (folder: string) => {
        // Within the time since the machine was started, but before this process.
        writeLock(folder, process.pid, hostname(), new Date(Date.now() - process.uptime() * 1000 - 120_000));
      },
    ],
    [
      "silence from another machine",
      (folder: string) => {
        writeLock(folder, 7, "elsewhere");
      },
    ],
  ] as const)("has crashed: %s", (_, lock) => {
    const root = emptyRoot();
    for (const state of ["running", "paused"] as const)
      lock(writeRun(root, state, { status: { state, pid: 7 } }));
    const { library } = open(root);
    expect(library.runs.map(({ state }) => state)).toEqual(["crashed", "crashed"]);
  });

  it.each([
    ["a living process", process.pid, hostname(), recently()],
    ["a fresh sign of life from another machine", 7, "elsewhere", recently()],
  ])("still runs: %s", (_, pid, machine, heartbeat) => {
    const root = emptyRoot();
    writeLock(writeRun(root, "a", { status: { state: "running", pid, heartbeat } }), pid, machine);
    expect(open(root).library.find("a")).toMatchObject({ state: "running", problem: null });
  });

  it("still runs where its process is there and has been silent, as after a sleep of the machine, and says so", () => {
    const root = emptyRoot();
    const heartbeat = "2026-03-01T14:25:40.000Z";
    const { pid } = process;
    writeLock(writeRun(root, "a", { status: { state: "running", pid, heartbeat } }), pid, hostname());
    const { state, problem } = open(root).library.find("a")!;
    expect(state).toBe("running");
    expect(problem).toContain(`no sign of life since ${heartbeat}`);
  });

  it("is starting while a new process has said nothing", () => {
    const root = emptyRoot();
    const folder = writeRun(root, "again", { status: { state: "running", pid: 7 } });
    writeLock(folder, process.pid, hostname());
    writeLock(writeRun(root, "first", { status: null }), process.pid, hostname());
    writeRun(root, "never", { status: { state: "created" } });
    const { library } = open(root);
    expect(["again", "first", "never"].map((id) => library.find(id)?.state)).toEqual([
      ...["starting", "starting", "created"],
    ]);
  });
});

describe("labels", () => {
  it("renames without touching other files, and takes names away", async () => {
    const root = emptyRoot();
    const folder = writeRun(root, "a");
    const { library, changes } = open(root);
    const given = library.find("a")!.name;
    const before = statSync(join(folder, "run.json")).mtimeMs;
    library.rename("a", "  my run ");
    expect(library.find("a")?.name).toBe("my run");
    expect(readLabel(folder)).toEqual({ name: "my run", slot: 0 });
    expect(open(root).library.find("a")?.name).toBe("my run");
    await until(() => changes.length === 1);
    library.rename("a", null);
    expect(library.find("a")?.name).toBe(given);
    expect(statSync(join(folder, "run.json")).mtimeMs).toBe(before);
    expect(() => {
      library.rename("a", "x".repeat(201));
    }).toThrow("at most 200 characters");
    expect(() => {
      library.rename("b", "x");
    }).toThrow("there is no run b");
  });

  it("gives each run a colour that none of the 23 newest others has, and keeps those that are written", () => {
    const root = emptyRoot();
    const created = (number: number) => new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
    for (let number = 0; number < 30; number++) {
      const folder = writeRun(root, `run-${number}`, { record: { created: created(number) }, metrics: [] });
      if (number === 3) writeLabel(folder, { name: null, slot: 7 });
    }
    const { library } = open(root);
    const slots = library.runs.map(({ slot }) => slot);
    for (let first = 0; first + 24 <= 30; first++) {
      expect(new Set(slots.slice(first, first + 24)).size).toBe(24);
    }
    expect(library.find("run-3")?.slot).toBe(7);
    expect(Math.max(...slots)).toBeLessThan(24);
    expect(existsSync(join(root, "run-0", "label.json"))).toBe(false);
  });

  it("lists queued runs in the order in which they will start", () => {
    const root = emptyRoot();
    const { library } = open(root);
    const jobs = ["b", "a", "c"].map((id) => createJob(root, id));
    library.setJobs({ queued: jobs, started: new Map() });
    expect(library.runs.map(({ id }) => id)).toEqual(["b", "a", "c"]);
  });

  it("shows queued runs first, under names and colours that stay, and names them before they have a folder", () => {
    const root = emptyRoot();
    writeRun(root, "2026-01-01-000000-old-0000");
    const { library } = open(root);
    const job = createJob(root, "2025-01-01-000000-new-0000", { name: "new" });
    library.setJobs({ queued: [job], started: new Map() });
    const [queued] = library.runs;
    expect(queued).toMatchObject({
      id: job.id,
      state: "queued",
      record: null,
      problem: null,
      folder: job.runFolder,
    });
    expect(queued?.experiment).toEqual(job.experiment);
    expect(queued?.name).toContain("new");
    library.rename(job.id, "mine");
    expect(library.find(job.id)?.name).toBe("mine");
    library.setJobs({ queued: [], started: new Map([[job.id, { job, pid: 1 }]]) });
    expect(library.find(job.id)).toMatchObject({ state: "starting", name: "mine", slot: queued!.slot });
    writeRun(root, job.id);
    library.rang(job.id);
    expect(library.find(job.id)).toMatchObject({ name: "mine", state: "finished" });
    expect(readLabel(job.runFolder)).toEqual({ name: "mine", slot: queued!.slot });
  });

  it("writes nothing in a workspace that is not trusted", async () => {
    const root = emptyRoot();
    const folder = writeRun(root, "a");
    mkdirSync(join(root, ".deleting-x"));
    const { library } = open(root, true);
    library.setJobs({ queued: [], started: new Map([["a", { job: createJob(root, "a"), pid: 1 }]]) });
    expect(library.find("a")).toBeDefined();
    expect(() => {
      library.rename("a", "x");
    }).toThrow("not trusted");
    await expect(library.remove("a")).rejects.toThrow("not trusted");
    expect(existsSync(join(folder, "label.json"))).toBe(false);
    expect(existsSync(join(root, ".deleting-x"))).toBe(true);
  });
});

describe("remove", () => {
  it("deletes the folder, and nothing of a run that has a process", async () => {
    const root = emptyRoot();
    writeRun(root, "a");
    const busy = writeRun(root, "busy", {
      status: { state: "running", pid: process.pid, heartbeat: recently() },
    });
    writeLock(busy, process.pid, hostname());
    const { library, changes } = open(root);
    library.start();
    await library.remove("a");
    expect(library.find("a")).toBeUndefined();
    expect(existsSync(join(root, "a"))).toBe(false);
    expect(existsSync(join(root, ".deleting-a"))).toBe(false);
    await until(() => changes.length === 1);
    expect(changes[0]?.removed).toEqual(["a"]);
    await expect(library.remove("busy")).rejects.toThrow("stop it before you delete it");
    expect(existsSync(join(busy, "run.json"))).toBe(true);
    await expect(library.remove("a")).rejects.toThrow("there is no run a");
  });

  it("never lists what a broken-off deletion has left, and clears it away", async () => {
    const root = emptyRoot();
    const folder = writeRun(root, "a");
    renameSync(folder, join(root, ".deleting-a"));
    const { library } = open(root);
    expect(library.runs).toEqual([]);
    await until(() => !existsSync(join(root, ".deleting-a")));
  });

  it("takes a link away, and leaves what it leads to", async () => {
    const [root, elsewhere] = [emptyRoot(), emptyRoot()];
    const folder = writeRun(elsewhere, "precious");
    symlinkSync(folder, join(root, "link"));
    const { library } = open(root);
    expect(library.find("link")?.problem).toBeNull();
    await library.remove("link");
    expect(existsSync(join(root, "link"))).toBe(false);
    expect(existsSync(join(folder, "run.json"))).toBe(true);
  });
});

it("sees a run that someone else takes up again", async () => {
  const root = emptyRoot();
  const folder = writeRun(root, "a", { status: { state: "stopped" } });
  const { library } = open(root);
  expect(library.find("a")?.state).toBe("stopped");
  const writer = RunWriter.resume(folder, RunWriter.lock(folder), { sequences: 32, step: 1 });
  writer.writeStatus(sampleStatus({ pid: process.pid, heartbeat: recently() }));
  utimesSync(root, new Date(), new Date());
  await until(() => library.find("a")?.state === "running");
  writer.close();
  await until(() => library.find("a")?.state === "crashed");
});
