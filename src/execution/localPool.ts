import { existsSync } from "node:fs";
import { Disposable } from "../disposable.ts";
import type { Event } from "../emitter.ts";
import { Emitter } from "../emitter.ts";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import type { RunEvent } from "../runs/runEvents.ts";
import { runPaths } from "../runs/runPaths.ts";
import type { ClampRequest } from "../runs/runRequests.ts";
import type { RunState } from "../runs/runState.ts";
import { UserError } from "../userError.ts";
import { askForState } from "./askForState.ts";
import type { Conversation } from "./askTrainer.ts";
import { askTrainer } from "./askTrainer.ts";
import { isListening } from "./isListening.ts";
import type { JobStore } from "./jobQueue.ts";
import { JobQueue } from "./jobQueue.ts";
import { lastLines } from "./lastLines.ts";
import { removeUnbegun } from "./removeUnbegun.ts";
import type { RunEntry } from "./runEntry.ts";
import type { RunLibrary } from "./runLibrary.ts";
import { signalTrainer } from "./signalTrainer.ts";
import { hasEnded, isActive, isOngoing, resumableStates } from "./stateKinds.ts";
import { stopTrainer } from "./stopTrainer.ts";
import type { TrainerProcess } from "./trainerProcess.ts";
import { Trainers } from "./trainers.ts";

/** How a run ended while this host was looking. */
export interface RunEnd {
  readonly id: string;
  readonly folder: string;
  readonly name: string;
  /** `finished`, `stopped`, `failed`, `diverged` or `crashed`. A job that could not even begin has `failed`. */
  readonly state: RunState;
  readonly reason: string | null;
  /** The last lines of its `trainer.log`. */
  readonly logTail: readonly string[];
}

/** What a pool works with. */
export interface LocalPoolOptions {
  readonly library: RunLibrary;
  /** Path of the built trainer. */
  readonly trainer: string;
  /** How many runs train at a time; 0: as many as processors less one. */
  readonly parallelRuns: () => number;
  /** The folder whose native TensorFlow trainers use; null for none. */
  readonly tensorflowFolder?: () => string | null;
  /** Keeps the queue; without it, it is gone with the host. */
  readonly store?: JobStore;
  /** Told what the user may want to know, such as that a queued run was dropped. */
  readonly warn?: (message: string) => void;
  /** Milliseconds that a trainer is given to stop by itself, and again after SIGTERM. */
  readonly stopGrace?: number;
  /** Milliseconds that a trainer is given to answer a request. */
  readonly answerTimeout?: number;
}

/** Lines of a trainer's log that are told when its run ends. */
const tailLength = 20;

/**
 * Runs on this machine: starts trainers, as many at a time as there are processors for, and tells them and all others
 * of the library what to do. Trainers outlive it; a pool that is made later finds their runs in the library.
 */
export class LocalPool extends Disposable {
  readonly #options: LocalPoolOptions;
  readonly #library: RunLibrary;
  readonly #queue: JobQueue;
  readonly #trainers: Trainers;
  readonly #onDidEnd = this.register(new Emitter<RunEnd>());
  /** States in which runs were seen last, to notice when one of another host ends. */
  readonly #seen = new Map<string, RunState>();
  #isStarted = false;

  /** Does nothing until `start` or `launch`. */
  constructor(options: LocalPoolOptions) {
    super();
    const { library, trainer, parallelRuns, tensorflowFolder = () => null, store = null } = options;
    this.#options = options;
    this.#library = library;
    this.#queue = new JobQueue(store);
    this.#trainers = this.register(
      new Trainers({
        ...{ library, trainer, parallelRuns, tensorflowFolder, queue: this.#queue },
        onEnd: (ended, name) => {
          this.#end(ended, name);
        },
        onFailure: ({ id, runFolder: folder }, reason) => {
          const name = library.find(id)?.name ?? id;
          this.#onDidEnd.fire({ id, folder, name, state: "failed", reason, logTail: [] });
        },
      }),
    );
  }

  /** A run ended: one of ours, or another that was active when this host began to look. */
  get onDidEnd(): Event<RunEnd> {
    return this.#onDidEnd.event;
  }

  /** Runs that wait, in the order in which they will be started. */
  get queued(): readonly TrainerJob[] {
    return this.#queue.jobs;
  }

  /**
   * Takes up the queue that was kept, and begins to watch the runs of the library. Each later call only looks whether
   * more runs may begin, as when the number of parallel runs was changed.
   */
  start(): void {
    if (this.isDisposed) return;
    if (!this.#isStarted) {
      this.#isStarted = true;
      for (const { id, state } of this.#library.runs) this.#seen.set(id, state);
      this.register(
        this.#library.onDidChange(() => {
          this.#look();
        }),
      );
      this.#takeUpQueue();
    }
    this.#trainers.fill();
  }

  /**
   * Puts a run at the end of the queue; it begins as soon as there is a place.
   * @throws UserError when the run is in the queue already, or has a process
   */
  launch(job: TrainerJob): void {
    this.start();
    const entry = this.#library.find(job.id);
    const name = entry?.name ?? job.id;
    if (this.#queue.has(job.id)) throw new UserError(`${name} is in the queue already`);
    if (this.#trainers.get(job.id) !== undefined || (entry !== undefined && isActive(entry.state))) {
      throw new UserError(`${name} is running already`);
    }
    this.#queue.add(job);
    this.#trainers.tellLibrary();
    this.#trainers.fill();
  }

  /** Pauses a running run; resolves when it has. @throws UserError when it is not running, or does not answer */
  async pause(id: string): Promise<void> {
    const { state, name } = this.#existing(id);
    if (state === "paused") return;
    if (!isActive(state)) throw new UserError(`${name} is ${state}: only running runs can be paused`);
    await this.#askFor(id, "pause");
  }

  /**
   * Lets a paused run go on, or puts one that has stopped into the queue, to go on from its last checkpoint.
   * @throws UserError when it cannot go on, or does not answer
   */
  async resume(id: string): Promise<void> {
    const { state, name, folder, record } = this.#existing(id);
    if (state === "running" || state === "starting" || state === "queued") return;
    if (state === "paused") {
      await this.#askFor(id, "resume");
      return;
    }
    if (record === null) throw new UserError(`${name} cannot go on: its folder cannot be read`);
    if (!resumableStates.includes(state)) {
      throw new UserError(
        state === "diverged"
          ? `${name} would diverge again, to the bit: fork it with another learning rate`
          : `${name} is ${state}: fork it to go on in another way`,
      );
    }
    this.launch({ kind: "resume", id, runFolder: folder });
  }

  /**
   * Stops a run, and resolves when its process has ended: by a request, then by SIGTERM, both of which save a
   * checkpoint, and at last by SIGKILL. A queued run leaves the queue; one that has ended stays as it is.
   * @throws UserError when its process cannot be ended from here
   */
  async stop(id: string): Promise<void> {
    if (this.#queue.remove(id)) {
      this.#trainers.tellLibrary();
      return;
    }
    const { state, name, folder } = this.#existing(id);
    // Another window may have been faster.
    if (!isActive(state)) return;
    const isOver = await stopTrainer({
      folder,
      isOver: () => !this.#isActive(id),
      isListening: () => this.#isListening(id),
      signal: (signal) => {
        this.#signal(id, signal);
      },
      grace: this.#options.stopGrace ?? 10_000,
    });
    if (!isOver) throw new UserError(`${name} does not react: end its process yourself`);
  }

  /** Empties the queue and stops all active runs. @throws UserError with all that went wrong */
  async stopAll(): Promise<void> {
    this.#queue.clear();
    this.#trainers.tellLibrary();
    const active = this.#library.runs.filter(({ state }) => isActive(state));
    const results = await Promise.allSettled(active.map(({ id }) => this.stop(id)));
    const problems: string[] = [];
    for (const result of results) {
      if (result.status === "fulfilled") continue;
      if (!(result.reason instanceof UserError)) throw result.reason;
      problems.push(result.reason.message);
    }
    if (problems.length > 0) throw new UserError(problems.join("; "));
  }

  /**
   * Asks something of a run's trainer, and resolves with the event by which it answers.
   * @throws UserError with the trainer's words where it refuses; when the run is not active, ends, or does not answer
   */
  async request(id: string, request: ClampRequest): Promise<RunEvent> {
    const entry = this.#existing(id);
    if (!isActive(entry.state)) {
      throw new UserError(`${entry.name} is ${entry.state}: it has no trainer to ask`);
    }
    try {
      return await askTrainer(entry, request, this.#conversation(id));
    } finally {
      this.#library.rang(id);
    }
  }

  async #askFor(id: string, request: "pause" | "resume"): Promise<void> {
    await askForState(this.#existing(id), request, this.#conversation(id), () => this.#existing(id).state);
  }

  #conversation(id: string): Conversation {
    return {
      isActive: () => this.#isActive(id),
      isListening: () => this.#isListening(id),
      timeout: this.#options.answerTimeout ?? 30_000,
    };
  }

  #existing(id: string): RunEntry {
    this.start();
    this.#library.rang(id);
    const entry = this.#library.find(id);
    if (entry === undefined) throw new UserError(`there is no run ${id}`);
    return entry;
  }

  /** Whether a run has a process, looked at anew. */
  #isActive(id: string): boolean {
    if (this.#trainers.get(id) !== undefined) return true;
    this.#library.rang(id);
    return isActive(this.#library.find(id)?.state ?? "stopped");
  }

  #isListening(id: string): boolean {
    this.#library.rang(id);
    const entry = this.#library.find(id);
    return entry !== undefined && isActive(entry.state) && isListening(entry);
  }

  #signal(id: string, signal: "SIGTERM" | "SIGKILL"): void {
    const own = this.#trainers.get(id);
    if (own !== undefined) own.kill(signal);
    else signalTrainer(this.#existing(id), signal);
  }

  /** Reads the queue, which other windows change, too. */
  #takeUpQueue(): void {
    const ids = () => this.queued.map(({ id }) => id).join("\n");
    const before = ids();
    for (const problem of this.#queue.load()) this.#options.warn?.(problem);
    if (ids() !== before) this.#trainers.tellLibrary();
  }

  /** Notices the ends of runs that others have started, and free places. */
  #look(): void {
    this.#takeUpQueue();
    const { runs } = this.#library;
    const before = new Map(this.#seen);
    this.#seen.clear();
    for (const { id, state } of runs) this.#seen.set(id, state);
    for (const { id, folder, name, state, status } of runs) {
      const wasActive = isActive(before.get(id) ?? "stopped");
      if (!wasActive || isOngoing(state) || this.#trainers.get(id) !== undefined) continue;
      const reason =
        state === "crashed" ? `its process ${status?.pid ?? ""} is gone` : (status?.reason ?? null);
      this.#onDidEnd.fire({ id, folder, name, state, reason, logTail: logTail(folder) });
    }
    this.#trainers.fill();
    // What waited here may turn out to train already, for another window: its end is news.
    for (const { id, state } of this.#library.runs) if (isActive(state)) this.#seen.set(id, state);
  }

  /** Tells how one of our own trainers ended. */
  #end({ job, pid, problem, exit }: TrainerProcess, name: string): void {
    const { id, runFolder: folder } = job;
    this.#library.rang(id);
    const status = this.#library.find(id)?.status ?? null;
    const isOwn = status?.pid === pid;
    const tail = logTail(folder);
    if (job.kind !== "resume" && !existsSync(runPaths(folder).record)) removeUnbegun(folder);
    this.#library.rang(id);
    this.#seen.set(id, this.#library.find(id)?.state ?? "stopped");
    if (isOwn && hasEnded(status.state)) {
      const { state, reason } = status;
      this.#onDidEnd.fire({ id, folder, name, state, reason: reason ?? problem, logTail: tail });
      return;
    }
    const state = problem !== null && !isOwn ? "failed" : "crashed";
    this.#onDidEnd.fire({ id, folder, name, state, reason: problem ?? exit, logTail: tail });
  }
}

function logTail(folder: string): string[] {
  return lastLines(runPaths(folder).log, tailLength);
}
