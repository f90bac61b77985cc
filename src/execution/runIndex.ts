import { join, resolve } from "node:path";
import { experimentHash } from "../experiment/experimentHash.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { isUnaltered } from "../runs/isUnaltered.ts";
import { isHolderAlive, readLockHolder } from "../runs/lockHolder.ts";
import { runIds } from "../runs/runCatalogue.ts";
import { runPaths } from "../runs/runPaths.ts";
import { readRun, readStatus } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import type { RunState } from "../runs/runState.ts";
import type { RunStatus } from "../runs/runStatus.ts";
import { UserError } from "../userError.ts";
import { judgeState } from "./judgeState.ts";
import { isActive, resumableStates } from "./stateKinds.ts";

/** A run that computes what is asked for. */
export interface ExistingRun {
  readonly id: string;
  readonly folder: string;
  readonly record: RunRecord;
  readonly state: RunState;
  readonly status: RunStatus | null;
}

/** Finds runs by what they compute. Reads each `run.json` of a folder of runs once, however often it is asked. */
export class RunIndex {
  readonly root: string;
  readonly #records = new Map<string, RunRecord>();

  /** @param root absolute; may be missing */
  constructor(root: string) {
    this.root = root;
  }

  /**
   * The run that has come furthest of those with the numbers of an experiment: finished, or being trained, or resumable,
   * or diverged. Runs whose clamps were changed while they trained have other numbers, and so have forks.
   * @param folder base of the experiment's relative paths
   * @throws UserError when the root cannot be listed
   */
  find(experiment: Experiment, folder: string): ExistingRun | null {
    const hash = experimentHash(experiment);
    const fit = [...this.#read()].flatMap(([id, record]) => {
      if (record.experimentHash !== hash) return [];
      if (namesFiles(experiment) && resolve(record.folder) !== resolve(folder)) return [];
      return this.#look(id, record);
    });
    const furthest = (rank: (state: RunState) => boolean) =>
      fit
        .filter(({ state }) => rank(state))
        .sort((a, b) => (b.status?.sequences ?? 0) - (a.status?.sequences ?? 0))[0];
    return (
      furthest((state) => state === "finished") ??
      furthest(isActive) ??
      furthest((state) => resumableStates.includes(state)) ??
      furthest((state) => state === "diverged") ??
      null
    );
  }

  /** Records of all runs that can be read, newest first. */
  #read(): ReadonlyMap<string, RunRecord> {
    const found = new Map<string, RunRecord>();
    for (const id of runIds(this.root)) {
      const record = this.#records.get(id) ?? readRecord(join(this.root, id));
      if (record === null) continue;
      this.#records.set(id, record);
      found.set(id, record);
    }
    return found;
  }

  /** How a run stands now; none where it cannot be told, or where its numbers are others than its experiment's. */
  #look(id: string, record: RunRecord): ExistingRun[] {
    const folder = join(this.root, id);
    try {
      if (!isUnaltered(folder, record)) return [];
      const { status, statusProblem } = readStatus(folder);
      const holder = readLockHolder(runPaths(folder).lock);
      const isAlive = holder === null ? false : isHolderAlive(holder);
      const { state } = judgeState({ status, statusProblem, holder, isAlive, now: Date.now() });
      return [{ id, folder, record, state, status }];
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  }
}

function readRecord(folder: string): RunRecord | null {
  try {
    return readRun(folder).record;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Whether an experiment reads files, of which its hash knows the paths alone. */
function namesFiles({ data, clamps }: Experiment): boolean {
  const paths = clamps.flatMap((clamp) => ("checkpoint" in clamp ? [clamp.checkpoint] : []));
  return "file" in data.source || "folder" in data.source || paths.some((path) => !path.startsWith("run:"));
}
