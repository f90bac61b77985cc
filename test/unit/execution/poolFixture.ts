import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { becomesTrue } from "../../../src/execution/becomesTrue.ts";
import type { LocalPoolOptions, RunEnd } from "../../../src/execution/localPool.ts";
import { LocalPool } from "../../../src/execution/localPool.ts";
import { RunLibrary } from "../../../src/execution/runLibrary.ts";
import { isActive } from "../../../src/execution/stateKinds.ts";
import type { TrainerJob } from "../../../src/protocol/trainerMessages.ts";
import { readLockHolder } from "../../../src/runs/lockHolder.ts";
import { runPaths } from "../../../src/runs/runPaths.ts";
import type { RunState } from "../../../src/runs/runState.ts";
import { tiny } from "../training/tinyTraining.ts";

/** Changes with which a run goes on until it is stopped, evaluated several times a second. */
export const endless = {
  training: { sequences: 400_000_000 },
  evaluation: { every: 2000, sequences: 8 },
  checkpoints: { every: 400_000_000 },
};

/** The built trainer. */
export const trainerFile = (): string => join(dirname(inject("commandLine")), "trainer.js");

/** An empty folder of runs; when the test has ended, what still trains there is ended, and the folder removed. */
export function runsRoot(): string {
  const root = mkdtempSync(join(tmpdir(), "optoscope-pool-"));
  onTestFinished(async () => {
    const library = new RunLibrary(root);
    const pids = library.runs.flatMap(({ state, folder }) =>
      isActive(state) ? (readLockHolder(runPaths(folder).lock)?.pid ?? []) : [],
    );
    library.dispose();
    for (const pid of pids) if (pid !== process.pid) process.kill(pid, "SIGKILL");
    await becomesTrue(() => !pids.some(exists), 2000);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });
  return root;
}

/** Whether there is a process of that id. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A host: a library and a pool over a folder of runs, and the ends that it has told. */
export function host(root: string, options: Partial<LocalPoolOptions> = {}) {
  const library = new RunLibrary(root);
  const pool = new LocalPool({ library, trainer: trainerFile(), parallelRuns: () => 2, ...options });
  const ends: RunEnd[] = [];
  pool.onDidEnd((end) => ends.push(end));
  onTestFinished(() => {
    pool.dispose();
    library.dispose();
  });
  const stateOf = (id: string): RunState | undefined => library.find(id)?.state;
  const reaches = (id: string, ...states: RunState[]) =>
    until(
      () => states.includes(stateOf(id)!),
      () => `${id} to be ${states.join(" or ")}, it is ${stateOf(id)!}`,
    );
  return { library, pool, ends, stateOf, reaches };
}

/** A job that makes a tiny run. */
export function createJob(root: string, id: string, changes: object = {}): TrainerJob & { kind: "create" } {
  const experiment = tiny({ name: id, ...changes });
  return {
    kind: "create",
    id,
    runFolder: join(root, id),
    experiment,
    experimentFile: "preset:tiny",
    folder: root,
  };
}

/** Waits until something is so; fails when it takes too long. */
export async function until(condition: () => boolean, what = () => condition.toString()): Promise<void> {
  if (!(await becomesTrue(condition, 20_000))) throw new Error(`waited in vain for ${what()}`);
}
