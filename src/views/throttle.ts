import type { DisposableLike } from "../disposable.ts";

/** Calls something at most once in an interval: at once when it was quiet, and once more after the last request. */
export class Throttle implements DisposableLike {
  readonly #interval: number;
  readonly #action: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isWanted = false;
  #isDisposed = false;

  /** @param interval milliseconds */
  constructor(interval: number, action: () => void) {
    this.#interval = interval;
    this.#action = action;
  }

  /** Asks for a call. */
  request(): void {
    if (this.#isDisposed) return;
    if (this.#timer !== null) {
      this.#isWanted = true;
      return;
    }
    this.#rest();
    this.#action();
  }

  #rest(): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#isWanted) return;
      this.#isWanted = false;
      this.request();
    }, this.#interval);
  }

  dispose(): void {
    this.#isDisposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
