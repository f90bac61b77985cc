import type { Batch } from "../data/batch.ts";
import { exp, log } from "../data/deterministicMath.ts";

/** What is measured on an evaluation set. Loss in nats, the others in 0 … 1. */
export interface SetMetrics {
  readonly loss: number;
  /** How often the largest logit is the target's. */
  readonly accuracy: number;
  /** The same with only the labels in context to choose from, over sequences whose target is one; NaN without any. */
  readonly inContextAccuracy: number;
  /** The same with only the other labels to choose from, over sequences whose target is one; NaN without any. */
  readonly outOfContextAccuracy: number;
  /** Mean probability of the target. */
  readonly probability: number;
  /** Mean total probability of the labels in context. */
  readonly inContextProbability: number;
}

/** Sums up the metrics of an evaluation set, batch by batch. */
export class SetMetricsSum {
  #sequences = 0;
  #inContext = 0;
  #loss = 0;
  #correct = 0;
  #correctInContext = 0;
  #correctOutOfContext = 0;
  #probability = 0;
  #inContextProbability = 0;

  /** Adds the first `count` sequences of a batch. `logits`: float32 [batch, labels] at the query. */
  add(batch: Batch, logits: Float32Array, count: number): void {
    const labels = logits.length / batch.size;
    const columns = batch.pairs + 1;
    const weights = new Float64Array(labels);
    const isInContext = new Uint8Array(labels);
    for (let sequence = 0; sequence < count; sequence++) {
      const first = sequence * columns;
      isInContext.fill(0);
      for (let pair = 0; pair < batch.pairs; pair++) isInContext[batch.labels[first + pair]!] = 1;
      const row = sequence * labels;
      const largest = weigh(logits, row, weights);
      this.#addSequence(logits, row, largest, weights, isInContext, batch.labels[first + batch.pairs]!);
    }
  }

  #addSequence(
    logits: Float32Array,
    row: number,
    largest: number,
    weights: Float64Array,
    isInContext: Uint8Array,
    target: number,
  ): void {
    let [best, bestIn, bestOut] = [0, -1, -1];
    let [total, inContext] = [0, 0];
    for (let label = 0; label < weights.length; label++) {
      // Logits are compared, not weights: those of two labels may both be rounded to 0.
      const logit = logits[row + label]!;
      const weight = weights[label]!;
      total += weight;
      if (logit > logits[row + best]!) best = label;
      if (isInContext[label] === 1) {
        inContext += weight;
        if (bestIn < 0 || logit > logits[row + bestIn]!) bestIn = label;
      } else if (bestOut < 0 || logit > logits[row + bestOut]!) bestOut = label;
    }
    this.#sequences++;
    this.#loss += log(total) - (logits[row + target]! - largest);
    this.#probability += weights[target]! / total;
    this.#inContextProbability += inContext / total;
    if (best === target) this.#correct++;
    if (isInContext[target] === 1) {
      this.#inContext++;
      if (bestIn === target) this.#correctInContext++;
    } else if (bestOut === target) this.#correctOutOfContext++;
  }

  /** The metrics of all sequences so far. */
  get metrics(): SetMetrics {
    const sequences = this.#sequences;
    return {
      loss: this.#loss / sequences,
      accuracy: this.#correct / sequences,
      inContextAccuracy: this.#correctInContext / this.#inContext,
      outOfContextAccuracy: this.#correctOutOfContext / (sequences - this.#inContext),
      probability: this.#probability / sequences,
      inContextProbability: this.#inContextProbability / sequences,
    };
  }
}

/** Writes e^(logit − largest) of the labels of one row, and returns the largest logit. */
function weigh(logits: Float32Array, start: number, weights: Float64Array): number {
  let largest = logits[start]!;
  for (let label = 1; label < weights.length; label++) largest = Math.max(largest, logits[start + label]!);
  for (let label = 0; label < weights.length; label++) weights[label] = exp(logits[start + label]! - largest);
  return largest;
}
