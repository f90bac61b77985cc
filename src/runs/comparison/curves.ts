import type { MetricsLine } from "../metricsLine.ts";

/**
 * Evaluations of a run by column: number i of each array belongs to the evaluation at `sequences[i]`, increasing.
 * Columns are named by their metric (`train.loss`, `relabel.inContextAccuracy`, `L0H2.previousToken`,
 * `L1H3.induction`); NaN stands for what was not measured or was not a number.
 */
export interface Curves {
  /** float64 [n], sequences seen. */
  readonly sequences: Float64Array;
  /** float64 [n] each. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** The curves of a run that was not evaluated yet. */
export const emptyCurves: Curves = { sequences: new Float64Array(0), columns: {} };

/**
 * Evaluations, in the order in which they were written, as curves. A line that is not after the one before it takes the
 * place of all that it is not after, as when a run went on from an earlier checkpoint.
 */
export function toCurves(lines: readonly MetricsLine[]): Curves {
  const kept: MetricsLine[] = [];
  for (const line of lines) {
    while (kept.length > 0 && kept.at(-1)!.sequences >= line.sequences) kept.pop();
    kept.push(line);
  }
  const columns: Record<string, Float64Array> = {};
  kept.forEach((line, place) => {
    for (const [owner, values] of [...Object.entries(line.sets), ...Object.entries(line.heads)]) {
      for (const [name, value] of Object.entries(values ?? {})) {
        if (value === undefined) continue;
        (columns[`${owner}.${name}`] ??= new Float64Array(kept.length).fill(Number.NaN))[place] = value;
      }
    }
  });
  return { sequences: Float64Array.from(kept, (line) => line.sequences), columns };
}

/**
 * Curves with newer evaluations after them; neither argument is changed. Evaluations of `curves` that are not before
 * all of `more` are left out: what is newer holds.
 */
export function appendCurves(curves: Curves, more: Curves): Curves {
  const [first] = more.sequences;
  if (first === undefined) return curves;
  const at = indexAt(curves.sequences, first);
  const kept = at >= 0 && curves.sequences[at] === first ? at : at + 1;
  const columns: Record<string, Float64Array> = {};
  for (const key of Object.keys({ ...curves.columns, ...more.columns }))
    columns[key] = join(curves.columns[key], kept, more.columns[key], more.sequences.length);
  return { sequences: join(curves.sequences, kept, more.sequences, more.sequences.length), columns };
}

function join(
  before: Float64Array | undefined,
  kept: number,
  after: Float64Array | undefined,
  added: number,
): Float64Array {
  const joined = new Float64Array(kept + added).fill(Number.NaN);
  if (before !== undefined) joined.set(before.subarray(0, kept));
  if (after !== undefined) joined.set(after, kept);
  return joined;
}

/** The last place in `sequences` (float64 [n], increasing) that is at or before a number of sequences, −1 if none. */
export function indexAt(sequences: Float64Array, at: number): number {
  let low = 0;
  let high = sequences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sequences[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
