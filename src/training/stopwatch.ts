/** Measures how long something goes on, without its pauses. It goes from the start. */
export class Stopwatch {
  /** Milliseconds up to the last pause. */
  #before = 0;
  /** When it went on after that; null during a pause. */
  #since: number | null = performance.now();

  /** How long it has gone on so far. */
  get milliseconds(): number {
    return this.#before + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  pause(): void {
    this.#before = this.milliseconds;
    this.#since = null;
  }

  /** Goes on after a pause. */
  resume(): void {
    this.#since ??= performance.now();
  }
}
