import type { Batch } from "../data/batch.ts";
import { exp } from "../data/deterministicMath.ts";

/** Pairs whose cosines are kept. */
const mostKept = 100_000;

/** How alike exemplars are, by the cosine of their features: what a match by similarity attends by. */
export class Similarities {
  readonly #features: Float32Array;
  readonly #dimension: number;
  /** Length of each exemplar's features; not-a-number where it is not known yet. float64 [exemplars] */
  readonly #lengths: Float64Array;
  /** By pair of exemplars: training meets the same ones again and again. */
  readonly #cosines = new Map<number, number>();

  /** `features`: float32 [exemplars, dimension] */
  constructor(features: Float32Array, dimension: number) {
    this.#features = features;
    this.#dimension = dimension;
    this.#lengths = new Float64Array(features.length / dimension).fill(Number.NaN);
  }

  /** cos(x_pair, x_query) of each pair in a sequence's context; 0 where an exemplar has no features. float64 [pairs] */
  cosines({ exemplars, pairs }: Batch, sequence: number): Float64Array {
    const first = sequence * (pairs + 1);
    const query = exemplars[first + pairs]!;
    return Float64Array.from({ length: pairs }, (_, pair) => this.#cosine(exemplars[first + pair]!, query));
  }

  /**
   * Attention on each pair's label: softmax of cosine / temperature; at temperature 0 all on the most alike, shared
   * evenly by those that are equally alike. float64 [pairs]
   */
  weights(batch: Batch, sequence: number, temperature: number): Float64Array {
    const cosines = this.cosines(batch, sequence);
    const largest = Math.max(...cosines);
    const weights = cosines.map((cosine) => {
      if (temperature === 0) return cosine === largest ? 1 : 0;
      return exp((cosine - largest) / temperature);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  }

  /** Writes the weights of all sequences at their label tokens, 0 elsewhere. `out`: float32 [sequences, 2·pairs + 1] */
  write(batch: Batch, temperature: number, out: Float32Array): void {
    const length = 2 * batch.pairs + 1;
    out.fill(0);
    for (let sequence = 0; sequence < batch.size; sequence++) {
      this.weights(batch, sequence, temperature).forEach((weight, pair) => {
        out[sequence * length + 2 * pair + 1] = weight;
      });
    }
  }

  #cosine(a: number, b: number): number {
    const pair = Math.min(a, b) * this.#lengths.length + Math.max(a, b);
    const known = this.#cosines.get(pair);
    if (known !== undefined) return known;
    const product = this.#length(a) * this.#length(b);
    const cosine = product === 0 ? 0 : this.#dot(a, b) / product;
    if (this.#cosines.size < mostKept) this.#cosines.set(pair, cosine);
    return cosine;
  }

  #length(exemplar: number): number {
    const known = this.#lengths[exemplar]!;
    if (!Number.isNaN(known)) return known;
    return (this.#lengths[exemplar] = Math.sqrt(this.#dot(exemplar, exemplar)));
  }

  #dot(a: number, b: number): number {
    const [firstOfA, firstOfB] = [a * this.#dimension, b * this.#dimension];
    let sum = 0;
    for (let i = 0; i < this.#dimension; i++)
      sum += this.#features[firstOfA + i]! * this.#features[firstOfB + i]!;
    return sum;
  }
}
