/** A head of the paper's base run at the end of training, seed 5. */
export interface PublishedHead {
  readonly head: string;
  /** Induction strength (figure 3b). */
  readonly strength: number;
  /** Accuracy with all other heads of layer 1 ablated (figure 4a). */
  readonly alone: number;
  /** The same with a perfect match (table 3). */
  readonly perfect: number;
}

/** Heads L1H0 … L1H7 of the paper, strongest first: heads of other initial parameters correspond to these by rank at best. */
export const publishedHeads: readonly PublishedHead[] = (
  [
    [0.418, 0.403, 0.5],
    [0.736, 0.765, 0.828],
    [0.708, 0.752, 0.827],
    [0.845, 0.98, 0.999],
    [0.289, 0.428, 0.621],
    [0.553, 0.646, 0.764],
    [0.104, 0.292, 0.285],
    [0.57, 0.588, 0.707],
  ] as const
)
  .map(([strength, alone, perfect], head) => ({ head: `L1H${head}`, strength, alone, perfect }))
  .sort((a, b) => b.strength - a.strength);

/** Numbers of heads that are no further apart count as the paper's. */
export const near = 0.2;

/** The largest difference between numbers of the same rank, of two lists in any order. */
export function distanceByRank(ours: readonly number[], theirs: readonly number[]): number {
  const [a, b] = [ours, theirs].map((numbers) => [...numbers].sort((one, other) => other - one));
  return Math.max(...a!.map((number, rank) => Math.abs(number - (b![rank] ?? Number.NaN))));
}
