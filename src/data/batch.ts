/** Sequences as numbers of exemplars and labels. The arrays are filled anew for each batch, never replaced. */
export interface Batch {
  /** Number of sequences. */
  readonly size: number;
  /** Exemplar-label pairs in each sequence's context. */
  readonly pairs: number;
  /** int32 [size, pairs+1], row-major: row of the sampled exemplars, `class * perClass + exemplar`; last column the query. */
  readonly exemplars: Int32Array;
  /** int32 [size, pairs+1], row-major: label in [0, labels); last column the target. */
  readonly labels: Int32Array;
}

/** An empty batch to be filled: all zeros. */
export function createBatch(size: number, pairs: number): Batch {
  const length = size * (pairs + 1);
  return { size, pairs, exemplars: new Int32Array(length), labels: new Int32Array(length) };
}
