import type { Batch } from "../data/batch.ts";

/**
 * Previous-token scores: mean attention of label tokens on the exemplar token before them, by head.
 * `pattern`: float32 [sequences, pairs, heads, keys], the rows of the label tokens.
 */
export class PreviousTokenScores {
  readonly #sums: Float64Array;
  #rows = 0;

  constructor(heads: number) {
    this.#sums = new Float64Array(heads);
  }

  /** Adds the first `count` sequences of a batch. */
  add(batch: Batch, pattern: Float32Array, count: number): void {
    const keys = 2 * batch.pairs + 1;
    const heads = this.#sums.length;
    for (let row = 0; row < count * batch.pairs; row++) {
      const exemplar = 2 * (row % batch.pairs);
      for (let head = 0; head < heads; head++)
        this.#sums[head]! += pattern[(row * heads + head) * keys + exemplar]!;
    }
    this.#rows += count * batch.pairs;
  }

  /** The scores, each in 0 … 1. float64 [heads]. */
  get scores(): Float64Array {
    return this.#sums.map((sum) => sum / this.#rows);
  }
}

/**
 * Induction strengths: mean of the query's attention on the label tokens of the matching pairs minus that on the
 * other label tokens, by head. `pattern`: float32 [sequences, heads, keys], the rows of the query.
 */
export class InductionStrengths {
  readonly #sums: Float64Array;
  #rows = 0;

  constructor(heads: number) {
    this.#sums = new Float64Array(heads);
  }

  /** Adds the first `count` sequences of a batch. */
  add(batch: Batch, pattern: Float32Array, count: number): void {
    const keys = 2 * batch.pairs + 1;
    const columns = batch.pairs + 1;
    const heads = this.#sums.length;
    for (let sequence = 0; sequence < count; sequence++) {
      const target = batch.labels[sequence * columns + batch.pairs];
      for (let pair = 0; pair < batch.pairs; pair++) {
        const sign = batch.labels[sequence * columns + pair] === target ? 1 : -1;
        for (let head = 0; head < heads; head++) {
          this.#sums[head]! += sign * pattern[(sequence * heads + head) * keys + 2 * pair + 1]!;
        }
      }
    }
    this.#rows += count;
  }

  /** The strengths, each in −1 … 1. float64 [heads]. */
  get strengths(): Float64Array {
    return this.#sums.map((sum) => sum / this.#rows);
  }
}
