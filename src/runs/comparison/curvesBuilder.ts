import type { Curves } from "./curves.ts";
import { packCurves } from "./packCurves.ts";

/**
 * Puts evaluations into columns, in the order in which they were written. One that is not after the one before it takes
 * the place of all that it is not after, as when a run went on from an earlier checkpoint.
 */
export class CurvesBuilder {
  readonly #capacity: number;
  readonly #keys: string[] = [];
  readonly #places = new Map<string, number>();
  /** float64 [capacity] each; NaN where nothing was set. */
  readonly #columns: Float64Array[] = [];
  /** float64 [capacity]. */
  readonly #sequences: Float64Array;
  #count = 0;

  /** @param capacity how many evaluations there may be at most */
  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#sequences = new Float64Array(capacity);
  }

  /** The number of a column, for `set`: a new one where there was none of this key (`train.loss`, `L1H3.induction`). */
  column(key: string): number {
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.#keys.push(key) - 1;
    this.#places.set(key, place);
    this.#columns.push(new Float64Array(this.#capacity).fill(Number.NaN));
    return place;
  }

  /** Begins the evaluation at so many sequences: what is set from now on belongs to it. */
  begin(sequences: number): void {
    const before = this.#count;
    while (this.#count > 0 && this.#sequences[this.#count - 1]! >= sequences) this.#count--;
    if (this.#count < before)
      for (const values of this.#columns) values.fill(Number.NaN, this.#count, before);
    this.#sequences[this.#count++] = sequences;
  }

  /** Sets a value of the evaluation that was begun last. */
  set(column: number, value: number): void {
    this.#columns[column]![this.#count - 1] = value;
  }

  /** All that was set, as views of one buffer. */
  curves(): Curves {
    const filled = (values: Float64Array): Float64Array => values.subarray(0, this.#count);
    const columns = this.#keys.map((key, place) => [key, filled(this.#columns[place]!)] as const);
    return packCurves({ sequences: filled(this.#sequences), columns: Object.fromEntries(columns) });
  }
}
