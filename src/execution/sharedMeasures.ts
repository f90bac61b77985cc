import { Disposable } from "../disposable.ts";
import type { MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { measureOnce } from "./measureCache.ts";
import type { MeasureWatch } from "./measureProcess.ts";

/** A measure as one of those sees it who wait for it. */
export interface JoinedMeasure {
  /** Rejects as `Measurers.take` and `measureOnce`. */
  readonly result: Promise<MeasureResult>;
  /** Does not wait any more: where nobody else does, it is given up, after so many milliseconds if nobody asks again. */
  leave(patience?: number): void;
}

/** What takes measures. */
export interface MeasureTaker {
  take(job: MeasureJob, watch: MeasureWatch & { readonly signal: AbortSignal }): Promise<MeasureResult>;
}

interface Running {
  readonly result: Promise<MeasureResult>;
  readonly controller: AbortController;
  readonly watchers: Set<{ readonly tell: NonNullable<MeasureWatch["onProgress"]> }>;
}

/** Measures that are asked for at every touch of a panel. */
const frequent: readonly string[] = ["attention", "metrics"];
/** Milliseconds of waiting that are worth a file, so that nobody waits for them again. */
const worthKeeping = 1000;

/** Measures for panels: what was measured before is not measured again, and what several ask for is measured once. */
export class SharedMeasures extends Disposable {
  readonly #taker: MeasureTaker;
  readonly #running = new Map<string, Running>();

  constructor(taker: MeasureTaker) {
    super();
    this.#taker = taker;
    this.register({
      dispose: () => {
        for (const key of [...this.#running.keys()]) this.#giveUp(key);
      },
    });
  }

  /** Asks for a measure, or joins those who wait for the same. */
  join(job: MeasureJob, onProgress: (fraction: number, text: string) => void): JoinedMeasure {
    const key = JSON.stringify(job);
    const running = this.#running.get(key) ?? this.#begin(key, job);
    const watcher = { tell: onProgress };
    running.watchers.add(watcher);
    return {
      result: running.result,
      leave: (patience = 0) => {
        if (!running.watchers.delete(watcher) || running.watchers.size > 0) return;
        const end = () => {
          if (running.watchers.size === 0 && this.#running.get(key) === running) this.#giveUp(key);
        };
        if (patience === 0) end();
        else setTimeout(end, patience).unref();
      },
    };
  }

  #begin(key: string, job: MeasureJob): Running {
    const controller = new AbortController();
    const watchers: Running["watchers"] = new Set();
    const began = performance.now();
    const take = () =>
      this.#taker.take(job, {
        signal: controller.signal,
        onProgress: (fraction, text) => {
          for (const { tell } of watchers) tell(fraction, text);
        },
      });
    const isWorthKeeping = () => !frequent.includes(job.name) || performance.now() - began >= worthKeeping;
    const result = measureOnce(job, take, isWorthKeeping);
    const running = { result, controller, watchers };
    this.#running.set(key, running);
    const forget = () => {
      if (this.#running.get(key) === running) this.#running.delete(key);
    };
    // Who waits hears of it; nobody may.
    result.then(forget, forget);
    return running;
  }

  #giveUp(key: string): void {
    const running = this.#running.get(key);
    // Who asks from now on begins anew.
    this.#running.delete(key);
    running?.controller.abort();
  }
}
