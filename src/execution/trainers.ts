import { Disposable } from "../disposable.ts";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import { UserError } from "../userError.ts";
import { claimJob } from "./claimJob.ts";
import type { JobQueue } from "./jobQueue.ts";
import { parallelPlaces } from "./parallelPlaces.ts";
import type { RunLibrary } from "./runLibrary.ts";
import { TrainerProcess } from "./trainerProcess.ts";

/** What trainers are started with. */
export interface TrainersOptions {
  readonly library: RunLibrary;
  readonly queue: JobQueue;
  /** Path of the built trainer. */
  readonly trainer: string;
  readonly parallelRuns: () => number;
  readonly tensorflowFolder: () => string | null;
  /** A trainer has ended. `name`: of its run, which may have left nothing behind. */
  readonly onEnd: (ended: TrainerProcess, name: string) => void;
  /** A job could not even get a process. */
  readonly onFailure: (job: TrainerJob, problem: string) => void;
}

/** Milliseconds between two looks at a job that another window seems to be starting. */
const patience = 1000;

/** The trainers that this process has started and that still run. Takes jobs from the queue while there are places. */
export class Trainers extends Disposable {
  readonly #options: TrainersOptions;
  readonly #running = new Map<string, TrainerProcess>();
  #waiting: NodeJS.Timeout | null = null;

  constructor(options: TrainersOptions) {
    super();
    this.#options = options;
    this.register({
      dispose: () => {
        if (this.#waiting !== null) clearTimeout(this.#waiting);
        for (const trainer of this.#running.values()) trainer.letGo();
      },
    });
  }

  /** The trainer of a run. */
  get(id: string): TrainerProcess | undefined {
    return this.#running.get(id);
  }

  /** Starts trainers for queued jobs while there are places. */
  fill(): void {
    const { queue } = this.#options;
    while (!this.isDisposed && queue.jobs.length > 0 && this.#taken() < this.#places()) {
      const job = queue.next();
      if (job === undefined || !this.#begin(job)) return;
      this.tellLibrary();
    }
  }

  /** Tells the library which runs wait and which have got a process. */
  tellLibrary(): void {
    const { library, queue } = this.#options;
    const started = [...this.#running].map(([id, { job, pid }]) => [id, { job, pid }] as const);
    library.setJobs({ queued: queue.jobs, started: new Map(started) });
  }

  #places(): number {
    return parallelPlaces(this.#options.parallelRuns());
  }

  /** All runs that compute now, whoever started them. One that is paused leaves its place to others. */
  #taken(): number {
    const { library } = this.#options;
    const own = [...this.#running.keys()].filter((id) => library.find(id)?.state !== "paused");
    const others = library.runs.filter(
      ({ id, state }) => !this.#running.has(id) && (state === "running" || state === "starting"),
    );
    return own.length + others.length;
  }

  /** Starts a job, or leaves it to the window that has begun it. False where that is yet to be seen. */
  #begin(job: TrainerJob): boolean {
    const { queue, onFailure } = this.#options;
    try {
      const claim = claimJob(job);
      if (claim === "beginning") {
        queue.putBack(job);
        this.#lookAgain();
        return false;
      }
      if (claim === "ours") this.#start(job);
      else queue.settle(job);
    } catch (error) {
      queue.settle(job);
      if (!(error instanceof UserError)) throw error;
      onFailure(job, error.message);
    }
    return true;
  }

  #lookAgain(): void {
    this.#waiting ??= setTimeout(() => {
      this.#waiting = null;
      this.fill();
    }, patience).unref();
  }

  #start(job: TrainerJob): void {
    const { library, queue, trainer, tensorflowFolder, onEnd } = this.#options;
    const { id } = job;
    const started = new TrainerProcess(job, {
      trainer,
      tensorflowFolder: tensorflowFolder(),
      onSent: () => {
        queue.settle(job);
      },
      onGrowth: () => {
        library.rang(id);
      },
      onEnd: () => {
        queue.settle(job);
        const name = library.find(id)?.name ?? id;
        this.#running.delete(id);
        this.tellLibrary();
        onEnd(started, name);
        this.fill();
      },
    });
    this.#running.set(id, started);
  }
}
