/** Anything that must be let go of when its owner goes. */
export interface DisposableLike {
  dispose(): void;
}

/** What owns things that must be let go of with it: in reverse order, each once. */
export abstract class Disposable implements DisposableLike {
  #owned: DisposableLike[] = [];
  #isDisposed = false;

  /** Whether `dispose` was called. */
  protected get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Takes something into ownership and returns it. After `dispose` it is disposed of at once. */
  protected register<T extends DisposableLike>(owned: T): T {
    if (this.#isDisposed) owned.dispose();
    else this.#owned.push(owned);
    return owned;
  }

  /** Lets go of everything. A second call does nothing. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const owned of this.#owned.reverse()) owned.dispose();
    this.#owned = [];
  }
}
