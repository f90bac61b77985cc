/** A limit on how many things are done at a time, shared by all that are to keep to it: first come, first served. */
export class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param count at least 1 */
  constructor(count: number) {
    this.#free = count;
  }

  /** Does something as soon as there is a place for it. Where the signal was aborted before, `null` without doing it. */
  async use<T>(signal: AbortSignal, action: () => Promise<T>): Promise<T | null> {
    if (!(await this.#take(signal))) return null;
    try {
      return await action();
    } finally {
      this.#give();
    }
  }

  /** Takes a place, waiting for it; false where the signal aborts first. */
  #take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const begin = () => {
        signal.removeEventListener("abort", giveUp);
        resolve(true);
      };
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        resolve(false);
      };
      this.#waiting.push(begin);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  #give(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
