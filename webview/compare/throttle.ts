/**
 * Calls a function at most once every `every` milliseconds: at once where it was not called for so long, else when the
 * time has come. However often it was asked for in between, it is called once.
 */
export class Throttle {
  readonly #run: () => void;
  readonly #every: number;
  readonly #now: () => number;
  #last = -Infinity;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(run: () => void, every: number, now: () => number = () => performance.now()) {
    this.#run = run;
    this.#every = every;
    this.#now = now;
  }

  /** Asks for a call. */
  ask(): void {
    if (this.#timer !== null) return;
    const wait = this.#last + this.#every - this.#now();
    if (wait <= 0) this.callNow();
    else
      this.#timer = setTimeout(() => {
        this.callNow();
      }, wait);
  }

  /** Calls at once, and forgets what was asked for. */
  callNow(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#last = this.#now();
    this.#run();
  }
}
