import type { Batch } from "../data/batch.ts";
import type { LogitContribution } from "./measureValues.ts";

/**
 * Sums up what several writers, such as heads, contribute to the logits of sequences: to the right label's less the
 * mean over all labels, and less the mean over the context's other labels, each counted once.
 */
export class LogitContributions {
  readonly #labels: number;
  /** float64 [writers] */
  readonly #target: Float64Array;
  /** float64 [writers] */
  readonly #inContext: Float64Array;
  #sequences = 0;
  /** Those whose context has another label. */
  #compared = 0;
  /** uint8 [labels]: 1 for those of the present context that are not the right one. */
  readonly #isOther: Uint8Array;

  constructor(writers: number, labels: number) {
    this.#labels = labels;
    this.#target = new Float64Array(writers);
    this.#inContext = new Float64Array(writers);
    this.#isOther = new Uint8Array(labels);
  }

  /** Adds a sequence of a batch. `logits`: float64 [writers, labels], what each writes to the logits. */
  add(batch: Batch, sequence: number, logits: Float64Array): void {
    const labels = this.#labels;
    const first = sequence * (batch.pairs + 1);
    const target = batch.labels[first + batch.pairs]!;
    const isOther = this.#isOther.fill(0);
    for (let pair = 0; pair < batch.pairs; pair++) isOther[batch.labels[first + pair]!] = 1;
    isOther[target] = 0;
    const others = isOther.reduce((sum, is) => sum + is, 0);
    this.#sequences++;
    if (others > 0) this.#compared++;
    for (let writer = 0; writer < this.#target.length; writer++) {
      let [all, ofOthers] = [0, 0];
      for (let label = 0; label < labels; label++) {
        const logit = logits[writer * labels + label]!;
        all += logit;
        if (isOther[label] === 1) ofOthers += logit;
      }
      const right = logits[writer * labels + target]!;
      this.#target[writer]! += right - all / labels;
      if (others > 0) this.#inContext[writer]! += right - ofOthers / others;
    }
  }

  /** A writer's mean contribution, to `inContext` over the sequences that have another label. */
  of(writer: number): LogitContribution {
    return {
      target: this.#target[writer]! / this.#sequences,
      inContext: this.#compared === 0 ? null : this.#inContext[writer]! / this.#compared,
    };
  }
}
