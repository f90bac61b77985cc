import type { OpenModel } from "./openModel.ts";
import { openModel } from "./openModel.ts";

/** Runs that the measured one is held against: each is opened once and goes on from place to place. */
export class OtherRuns {
  readonly #signal: AbortSignal;
  readonly #models = new Map<string, OpenModel>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /**
   * A run's model at the last whole step up to a place; places of one run increase.
   * @throws UserError as `openModel`
   */
  async openAt(runFolder: string, sequences: number): Promise<OpenModel> {
    const signal = this.#signal;
    const known = this.#models.get(runFolder);
    if (known !== undefined) {
      await known.advance(sequences, { signal });
      return known;
    }
    const model = await openModel(runFolder, sequences, { signal });
    this.#models.set(runFolder, model);
    return model;
  }

  /** Closes them all. */
  dispose(): void {
    for (const model of this.#models.values()) model.dispose();
    this.#models.clear();
  }
}
