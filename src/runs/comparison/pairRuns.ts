import type { RunRecord } from "../runRecord.ts";

/** A run that may have a partner. */
export interface PairableRun {
  readonly id: string;
  readonly record: Pick<RunRecord, "experiment">;
}

/** Two runs of the same seeds. */
export interface RunPair<Run extends PairableRun> {
  readonly a: Run;
  readonly b: Run;
}

/** A run without a partner, and why, in a sentence. */
export interface UnpairedRun<Run extends PairableRun> {
  readonly run: Run;
  readonly group: "a" | "b";
  readonly reason: string;
}

/** The runs of two groups, side by side. */
export interface RunPairing<Run extends PairableRun> {
  /** In the order of the first group. */
  readonly pairs: readonly RunPair<Run>[];
  /** Those of the first group, then those of the second. */
  readonly unpaired: readonly UnpairedRun<Run>[];
}

/**
 * Pairs the runs of two groups that have the same three seeds: for parameters, training data and evaluation. Where
 * several runs of a group have them, nobody can say which belongs to which, and none is paired.
 */
export function pairRuns<Run extends PairableRun>(a: readonly Run[], b: readonly Run[]): RunPairing<Run> {
  const [ofA, ofB] = [bySeeds(a), bySeeds(b)];
  const pairs: RunPair<Run>[] = [];
  const unpaired: UnpairedRun<Run>[] = [];
  for (const run of a) {
    const reason = whyAlone(run, ofA, ofB, "A", "B");
    if (reason === null) pairs.push({ a: run, b: ofB.get(seedsOf(run))![0]! });
    else unpaired.push({ run, group: "a", reason });
  }
  for (const run of b) {
    const reason = whyAlone(run, ofB, ofA, "B", "A");
    if (reason !== null) unpaired.push({ run, group: "b", reason });
  }
  return { pairs, unpaired };
}

/** The seeds of a run in words: `init 5, data 0, eval 1`. */
export function seedsOf({ record }: PairableRun): string {
  const { init, data, eval: evaluation } = record.experiment.seeds;
  return `init ${init}, data ${data}, eval ${evaluation}`;
}

function bySeeds<Run extends PairableRun>(runs: readonly Run[]): Map<string, Run[]> {
  const found = new Map<string, Run[]>();
  for (const run of runs) found.set(seedsOf(run), [...(found.get(seedsOf(run)) ?? []), run]);
  return found;
}

function whyAlone<Run extends PairableRun>(
  run: Run,
  own: ReadonlyMap<string, readonly Run[]>,
  other: ReadonlyMap<string, readonly Run[]>,
  ownName: string,
  otherName: string,
): string | null {
  const seeds = seedsOf(run);
  const partners = other.get(seeds)?.length ?? 0;
  if (partners === 0) return `no run of ${otherName} has its seeds (${seeds})`;
  if ((own.get(seeds)?.length ?? 0) > 1) return `several runs of ${ownName} have its seeds (${seeds})`;
  return partners > 1 ? `several runs of ${otherName} have its seeds (${seeds})` : null;
}
