import { Disposable } from "../disposable.ts";
import type { FromMeasurer, MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { UserError } from "../userError.ts";
import { Measurer } from "./measurer.ts";

/** With what a process measures. */
export interface MeasureProcessOptions {
  /** Path of the built measurer. */
  readonly entry: string;
  /** The folder whose native TensorFlow it is to use, asked for at each start. */
  readonly tensorflowFolder?: () => string | null;
  /** Milliseconds without a job after which it ends itself. */
  readonly restTime?: number;
}

/** How a measure is watched and broken off. */
export interface MeasureWatch {
  /** How far it is, in 0 … 1, and what it does; several times a second at most. */
  readonly onProgress?: ((fraction: number, text: string) => void) | undefined;
  /** Aborting it gives the measure up. */
  readonly signal?: AbortSignal | undefined;
}

/** A minute: whoever looks into a run comes back within it; after that, its memory is given back. */
const defaultRestTime = 60_000;

/**
 * Milliseconds in which a process may still end a job that was given up. A new one takes as long to come as far, and
 * would have to open the run anew.
 */
const grace = 500;

interface Task {
  readonly number: number;
  readonly job: MeasureJob;
  readonly onProgress: MeasureWatch["onProgress"];
  /** Each but the first call of both does nothing. */
  readonly resolve: (result: MeasureResult) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * Measures in a process of its own, one job after the other in the order in which they came. The process starts with
 * the first job, stays warm for the next ones, ends itself after a while without any, and ends with this one.
 */
export class MeasureProcess extends Disposable {
  readonly #options: MeasureProcessOptions;
  readonly #waiting: Task[] = [];
  #running: Task | null = null;
  #measurer: Measurer | null = null;
  #number = 0;
  /** Ends the process: where it rests, or is too long about a job that was given up. */
  #timer: NodeJS.Timeout | null = null;

  constructor(options: MeasureProcessOptions) {
    super();
    this.#options = options;
    this.register({
      dispose: () => {
        this.#kill();
        const tasks = [this.#running, ...this.#waiting.splice(0)];
        this.#running = null;
        for (const task of tasks) task?.reject(new UserError("the measure was given up"));
      },
    });
  }

  /** Whether there is a process: it has what the last job needed. */
  get isWarm(): boolean {
    return this.#measurer !== null;
  }

  /** Whether it measures, or has jobs that wait. */
  get isBusy(): boolean {
    return this.#running !== null || this.#waiting.length > 0;
  }

  /**
   * Takes a measure once those before it are done.
   * @throws UserError when it cannot be taken, as `measure`, and when the process dies, with its last words; the signal's
   * reason when it is aborted
   */
  async take(job: MeasureJob, { onProgress, signal }: MeasureWatch = {}): Promise<MeasureResult> {
    signal?.throwIfAborted();
    if (this.isDisposed) throw new UserError("the measure was given up");
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      const abort = () => {
        reject(signal?.reason as Error);
        this.#giveUp(number);
      };
      const settled = () => {
        signal?.removeEventListener("abort", abort);
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#waiting.push({
        number,
        job,
        onProgress: (fraction, text) => {
          if (signal?.aborted !== true) onProgress?.(fraction, text);
        },
        resolve: (result) => {
          settled();
          resolve(result);
        },
        reject: (reason) => {
          settled();
          reject(reason);
        },
      });
      if (this.#running === null) this.#next();
    });
  }

  #next(): void {
    this.#stopTimer();
    const task = this.#waiting.shift() ?? null;
    this.#running = task;
    if (task === null) {
      if (this.#measurer !== null) this.#killIn(this.#options.restTime ?? defaultRestTime);
      return;
    }
    const { entry, tensorflowFolder } = this.#options;
    try {
      this.#measurer ??= new Measurer({
        entry,
        tensorflowFolder: tensorflowFolder?.() ?? null,
        onMessage: (said) => {
          this.#receive(said);
        },
        onEnd: (reason) => {
          this.#kill();
          this.#end((running) => {
            running.reject(new UserError(reason));
          });
        },
      });
    } catch (error) {
      this.#end((running) => {
        running.reject(error as Error);
      });
      return;
    }
    this.#measurer.send({ kind: "job", number: task.number, job: task.job });
  }

  #receive(said: Exclude<FromMeasurer, { kind: "ready" }>): void {
    if (said.number !== this.#running?.number) return;
    switch (said.kind) {
      case "progress":
        this.#running.onProgress?.(said.fraction, said.text);
        return;
      case "done":
        this.#end((running) => {
          running.resolve(said.result);
        });
        return;
      case "problem":
        // What a mistake of ours has left in its memory is not measured with.
        if (said.isBug) this.#kill();
        this.#end((running) => {
          running.reject(said.isBug ? new Error(said.message) : new UserError(said.message));
        });
        return;
    }
  }

  /** Nobody waits for a job any more. */
  #giveUp(number: number): void {
    const place = this.#waiting.findIndex((task) => task.number === number);
    if (place >= 0) this.#waiting.splice(place, 1);
    else if (this.#running?.number === number) this.#killIn(grace);
  }

  #end(tell: (running: Task) => void): void {
    const running = this.#running;
    if (running !== null) tell(running);
    if (!this.isDisposed) this.#next();
  }

  #killIn(time: number): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => {
      this.#kill();
      if (this.#running !== null) this.#next();
    }, time);
    this.#timer.unref();
  }

  #kill(): void {
    this.#stopTimer();
    this.#measurer?.kill();
    this.#measurer = null;
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
