/** Something that happens, with listeners that are called in the order of their coming. */
export class Signal<T> {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();

  /** Listens until the result is called. */
  on(listener: (value: T) => void): () => void {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  /** Calls all listeners that were there when it began. */
  fire(value: T): void {
    for (const { call } of [...this.#listeners]) call(value);
  }
}
