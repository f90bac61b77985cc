import { relative } from "node:path";
import { experimentHash } from "../experiment/experimentHash.ts";
import type { BareEvent } from "../runs/runEvents.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { RunStatus } from "../runs/runStatus.ts";
import type { RunWriter } from "../runs/runWriter.ts";
import { hasPhaseChange, phaseChangeLoss } from "../measures/phaseChange.ts";
import { UserError } from "../userError.ts";
import { measuredClamps } from "./measuredClamps.ts";
import { reportClamps } from "./reportClamps.ts";
import { Stopwatch } from "./stopwatch.ts";
import type { Trainee } from "./trainee.ts";

/** How a run stands, for whoever watches it. */
export interface Progress extends RunStatus {
  /** Train loss of the last step, in nats. */
  readonly loss: number;
  /** The last evaluation. */
  readonly metrics: MetricsLine | null;
}

/** What a run is trained with. */
export interface TrainOptions {
  readonly trainer: Trainee;
  readonly writer: RunWriter;
  /** Sequences at which the phase change was seen before a resumed run stopped. */
  readonly phaseChange: number | null;
  /** The last evaluation before a resumed run stopped. */
  readonly metrics: MetricsLine | null;
  /** Checkpoints and stops the run when it aborts. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Milliseconds of training between two looks at requests and signals. */
const slice = 100;
/** Milliseconds between two writings of `status.json`. */
const heartbeat = 1000;

/** A run while it is trained: writes what happens into its folder, and does what is asked of it. */
class Training {
  readonly #options: TrainOptions;
  readonly #firstSequences: number;
  #losses: number[] = [];
  #metrics: MetricsLine | null;
  #phaseChange: number | null;
  #state: RunStatus["state"] = "running";
  #reason: string | null = null;
  readonly #trained = new Stopwatch();
  #lastStatus = 0;

  constructor(options: TrainOptions) {
    this.#options = options;
    this.#phaseChange = options.phaseChange;
    this.#metrics = options.metrics;
    this.#firstSequences = options.trainer.sequences;
  }

  async run(): Promise<Progress> {
    const { trainer, writer, signal } = this.#options;
    try {
      if (trainer.step === 0) {
        if (this.#metrics === null) this.#evaluate();
        else trainer.look?.(this.#metrics);
      }
      // What held before this process, or in the run that this one was forked from, may never have been measured.
      if (trainer.step > 0) trainer.measureHeld(measuredClamps(writer.folder));
      this.#reportClamps();
      this.#report();
      while (!this.#isOver()) {
        if (signal.aborted) this.#stop("interrupted");
        else this.#trainSlice();
        // A turn of the event loop, for signals and timers.
        await new Promise((resolve) => setImmediate(resolve));
        this.#handleRequests();
        if (this.#state === "paused") await this.#wait();
      }
    } catch (error) {
      this.#fail(error);
      throw error;
    }
    this.#flush();
    this.#report();
    return this.#progress();
  }

  #isOver(): boolean {
    return this.#state === "finished" || this.#state === "stopped" || this.#state === "diverged";
  }

  #trainSlice(): void {
    const { trainer } = this.#options;
    const end = performance.now() + slice;
    while (performance.now() < end && !this.#options.signal.aborted) {
      if (trainer.step >= trainer.steps) {
        this.#finish();
        return;
      }
      const loss = trainer.trainStep();
      this.#losses.push(loss);
      this.#reportClamps();
      if (!Number.isFinite(loss)) {
        this.#diverge(`the train loss was ${loss}`);
        return;
      }
      const { evaluation, checkpoints } = trainer.experiment;
      const isLast = trainer.step === trainer.steps;
      if (isLast || trainer.hasPassed(evaluation.every)) this.#evaluate();
      if (this.#isOver()) return;
      if (isLast || trainer.hasPassed(checkpoints.every)) this.#checkpoint();
      if (this.#isOver()) return;
    }
    if (performance.now() - this.#lastStatus > heartbeat) this.#report();
  }

  #evaluate(): void {
    const { trainer, writer, onProgress } = this.#options;
    this.#flush();
    const metrics = trainer.evaluate();
    this.#reportClamps();
    this.#metrics = metrics;
    writer.appendMetrics(metrics);
    const loss = metrics.sets.train?.loss ?? Number.NaN;
    if (!Number.isFinite(loss)) this.#diverge(`the evaluated train loss was ${loss}`);
    const isPhaseChange = hasPhaseChange(trainer.experiment) && loss < phaseChangeLoss;
    if (this.#phaseChange === null && isPhaseChange) {
      this.#phaseChange = metrics.sequences;
      this.#event({ kind: "phase-change", at: metrics.sequences });
    }
    onProgress(this.#progress());
  }

  /** Writes a checkpoint, unless there is nothing worth keeping: then the run has diverged. */
  #checkpoint(): void {
    const { trainer, writer } = this.#options;
    this.#flush();
    const { tensors, metadata, broken } = trainer.checkpoint();
    if (broken !== null) {
      this.#diverge(`the parameter ${broken} was no longer finite`);
      return;
    }
    const file = writer.writeCheckpoint(trainer.sequences, tensors, {
      experimentHash: experimentHash(trainer.experiment),
      step: String(trainer.step),
      ...metadata,
      phaseChange: JSON.stringify(this.#phaseChange),
    });
    this.#event({ kind: "checkpoint", file: relative(writer.folder, file) });
  }

  #handleRequests(): void {
    const { writer, trainer } = this.#options;
    for (const request of writer.takeRequests()) {
      if (this.#isOver()) return;
      switch (request.kind) {
        case "pause":
          if (this.#state === "running") {
            this.#state = "paused";
            this.#trained.pause();
            this.#event({ kind: "paused" });
          }
          break;
        case "resume":
          if (this.#state === "paused") {
            this.#state = "running";
            this.#trained.resume();
            this.#event({ kind: "resumed" });
          }
          break;
        case "stop":
          this.#stop("stopped by a request");
          break;
        case "checkpoint":
          this.#checkpoint();
          break;
        case "clamp":
          this.#changeClamps(trainer.setClamp(request.id, request.clamp), `clamp ${request.id}`);
          break;
        case "unclamp":
          this.#changeClamps(trainer.releaseClamp(request.id), `unclamp ${request.id}`);
          break;
      }
      this.#report();
    }
  }

  /**
   * A request that cannot be met is answered by a warning. Any other is answered by what begins or ceases to hold now
   * or waits for its window, and by a checkpoint: a run that breaks off later goes on with the clamps that it was given.
   */
  #changeClamps(problem: string | null, request: string): void {
    if (problem === null) {
      this.#reportClamps();
      this.#checkpoint();
    } else this.#event({ kind: "warning", message: `${request}: ${problem}` });
  }

  #reportClamps(): void {
    const { writer, trainer } = this.#options;
    reportClamps(writer, trainer.takeClampEvents());
  }

  async #wait(): Promise<void> {
    while (this.#state === "paused") {
      if (this.#options.signal.aborted) this.#stop("interrupted");
      else await new Promise((resolve) => setTimeout(resolve, slice));
      this.#handleRequests();
      if (performance.now() - this.#lastStatus > heartbeat) this.#report();
    }
  }

  #stop(reason: string): void {
    this.#checkpoint();
    if (this.#isOver()) return;
    this.#state = "stopped";
    this.#reason = reason;
    this.#event({ kind: "stopped", reason });
  }

  #finish(): void {
    this.#state = "finished";
    this.#event({ kind: "finished" });
  }

  #diverge(what: string): void {
    const { sequences } = this.#options.trainer;
    this.#state = "diverged";
    this.#reason = `${what} at ${sequences} sequences`;
    this.#event({ kind: "diverged", reason: this.#reason });
  }

  /** Says in the folder why a run failed, as far as the disk lets it. */
  #fail(error: unknown): void {
    this.#state = "failed";
    this.#reason = error instanceof Error ? error.message : String(error);
    try {
      this.#flush();
      this.#event({ kind: "failed", reason: this.#reason });
      this.#report();
    } catch (second) {
      // The first error is the one to show; a full disk has two.
      if (!(second instanceof UserError)) throw second;
    }
  }

  #flush(): void {
    if (this.#losses.length === 0) return;
    const losses = Float32Array.from(this.#losses);
    this.#losses = [];
    this.#options.writer.appendLosses(losses);
    this.#lastLoss = losses.at(-1) ?? Number.NaN;
  }

  #lastLoss = Number.NaN;

  #event(event: BareEvent): void {
    const { writer, trainer } = this.#options;
    writer.appendEvent({ ...event, sequences: trainer.sequences, time: new Date().toISOString() });
  }

  #report(): void {
    this.#lastStatus = performance.now();
    this.#flush();
    const progress = this.#progress();
    const { state, sequences, total, step, rate, secondsLeft, pid, reason, phaseChange } = progress;
    const status = { state, sequences, total, step, rate, secondsLeft, pid, reason, phaseChange };
    this.#options.writer.writeStatus({ ...status, heartbeat: progress.heartbeat });
    this.#options.onProgress(progress);
  }

  #progress(): Progress {
    const { trainer } = this.#options;
    const { sequences, step, total } = trainer;
    const rate = ((sequences - this.#firstSequences) / this.#trained.milliseconds) * 1000;
    const secondsLeft = rate > 0 && this.#state === "running" ? (total - sequences) / rate : null;
    return {
      state: this.#state,
      sequences,
      total,
      step,
      rate,
      secondsLeft,
      heartbeat: new Date().toISOString(),
      pid: process.pid,
      reason: this.#reason,
      phaseChange: this.#phaseChange,
      loss: this.#losses.at(-1) ?? this.#lastLoss,
      metrics: this.#metrics,
    };
  }
}

/**
 * Trains a run to its end, or until it is stopped or diverges, writing everything into its folder. Returns how it
 * ended. Throws what went wrong, after having said so in the folder.
 */
export async function train(options: TrainOptions): Promise<Progress> {
  return new Training(options).run();
}
