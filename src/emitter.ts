import type { DisposableLike } from "./disposable.ts";

/** Subscribes to something that happens, until the result is disposed of. */
export type Event<T> = (listener: (value: T) => void) => DisposableLike;

/** The source of an `Event`. Works without VS Code, and its events fit where VS Code's are expected. */
export class Emitter<T> implements DisposableLike {
  readonly #listeners = new Set<{ readonly call: (value: T) => void }>();

  readonly event: Event<T> = (listener) => {
    const entry = { call: listener };
    this.#listeners.add(entry);
    return {
      dispose: () => {
        this.#listeners.delete(entry);
      },
    };
  };

  /** Calls all listeners that were there when it began. */
  fire(value: T): void {
    for (const { call } of [...this.#listeners]) call(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
