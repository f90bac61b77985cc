import { existsSync } from "node:fs";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import { runPaths } from "../runs/runPaths.ts";
import { zodProblem } from "../runs/zodProblem.ts";
import { trainerJobSchema } from "./trainerJobSchema.ts";

/** Where a queue is kept over a reload of the window, and shared with other windows. */
export interface JobStore {
  /** What was saved last; anything may be in it. */
  load(): readonly unknown[];
  save(jobs: readonly TrainerJob[]): void;
}

/** Runs that wait for a free processor: first in, first out. */
export class JobQueue {
  readonly #store: JobStore | null;
  #jobs: TrainerJob[] = [];
  /** Taken out, and not yet in the hands of a trainer: kept in the store until then. */
  readonly #handedOut = new Set<TrainerJob>();

  constructor(store: JobStore | null) {
    this.#store = store;
  }

  get jobs(): readonly TrainerJob[] {
    return this.#jobs;
  }

  /**
   * Takes over what is kept: also what other windows have put into the queue since, or taken out of it. Returns what is
   * wrong with entries that cannot be used; those are dropped.
   */
  load(): string[] {
    if (this.#store === null) return [];
    const problems: string[] = [];
    const kept: TrainerJob[] = [];
    for (const entry of this.#store.load()) {
      const parsed = trainerJobSchema.safeParse(entry);
      if (parsed.success) kept.push(parsed.data);
      else problems.push(`a queued run cannot be read and is dropped: ${zodProblem(parsed.error)}`);
    }
    const ours = new Set([...this.#handedOut].map(({ id }) => id));
    this.#jobs = kept.filter((job) => !ours.has(job.id) && !hasBegun(job));
    if (problems.length > 0) this.#save();
    return problems;
  }

  has(id: string): boolean {
    return this.#jobs.some((job) => job.id === id);
  }

  add(job: TrainerJob): void {
    this.load();
    this.#jobs.push(job);
    this.#save();
  }

  /** Takes a run out; returns whether it was there. */
  remove(id: string): boolean {
    this.load();
    if (!this.has(id)) return false;
    this.#jobs = this.#jobs.filter((job) => job.id !== id);
    this.#save();
    return true;
  }

  clear(): void {
    this.#jobs = [];
    this.#save();
  }

  /** Takes the first one out that no other window has taken out, for a trainer that is to be started. `settle` follows. */
  next(): TrainerJob | undefined {
    this.load();
    const job = this.#jobs.shift();
    if (job !== undefined) this.#handedOut.add(job);
    return job;
  }

  /** A job that `next` gave is not to be started yet: it is the first one again. */
  putBack(job: TrainerJob): void {
    this.#handedOut.delete(job);
    this.#jobs.unshift(job);
  }

  /** A job that `next` gave is in the hands of a trainer, or cannot be done. */
  settle(job: TrainerJob): void {
    this.load();
    if (this.#handedOut.delete(job)) this.#save();
  }

  #save(): void {
    this.#store?.save([...this.#handedOut, ...this.#jobs]);
  }
}

/** Whether a trainer got the job before the window was reloaded. */
function hasBegun(job: TrainerJob): boolean {
  return job.kind !== "resume" && existsSync(runPaths(job.runFolder).record);
}
