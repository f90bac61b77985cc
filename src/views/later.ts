import type { DisposableLike } from "../disposable.ts";

/** Milliseconds after which the window has drawn itself. */
const delay = 300;

/**
 * Does something soon, once. The first look at the runs reads their folders, and activation must not wait for that.
 */
export class Later implements DisposableLike {
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(action: () => void) {
    this.#timer = setTimeout(action, delay);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
