/** Told to end by Ctrl-C or by another process. */
const usual: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM"];

/** That a command is interrupted: by the first signal it is asked to end in good order, by the second it ends at once. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #signals: readonly NodeJS.Signals[];
  readonly #interrupt: () => void;

  /**
   * Listens until `end`.
   * @param onFirst what else is done at the first signal
   * @param more signals besides those of Ctrl-C and of other processes
   */
  constructor(onFirst: () => void = () => undefined, more: readonly NodeJS.Signals[] = []) {
    this.#signals = [...usual, ...more];
    this.#interrupt = () => {
      // The second time is for those who do not want to wait.
      if (this.isInterrupted) process.exit(130);
      this.#controller.abort();
      onFirst();
    };
    for (const name of this.#signals) process.on(name, this.#interrupt);
  }

  /** Aborts at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether `signal` has aborted. */
  get isInterrupted(): boolean {
    return this.signal.aborted;
  }

  /** Asks what may still go on to end, as at a signal. */
  abort(): void {
    this.#controller.abort();
  }

  /** Listens no more. */
  end(): void {
    for (const name of this.#signals) process.off(name, this.#interrupt);
  }
}
