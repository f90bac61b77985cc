import type { FromTrainer } from "../protocol/trainerMessages.ts";

/** Milliseconds between two rings. */
const interval = 100;

/** Tells whoever started this process that the run's files have grown: at most ten times a second, the last never lost. */
export class Doorbell {
  readonly #send: (message: FromTrainer) => void;
  #timer: NodeJS.Timeout | null = null;
  #isWaiting = false;

  constructor(send: (message: FromTrainer) => void) {
    this.#send = send;
  }

  /** Rings now, or as soon as the last ring is long enough ago. */
  ring(): void {
    if (this.#timer !== null) {
      this.#isWaiting = true;
      return;
    }
    this.#send({ kind: "grew" });
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#isWaiting) return;
      this.#isWaiting = false;
      this.ring();
    }, interval);
    // A ring that is still to come is no reason to live on.
    this.#timer.unref();
  }
}
