import type { MetricsLine } from "../metricsLine.ts";
import { CurvesBuilder } from "./curvesBuilder.ts";
import { forEachMetric } from "./forEachMetric.ts";

/**
 * Evaluations of a run by column: number i of each array belongs to the evaluation at `sequences[i]`, increasing.
 * Columns are named by their metric (`train.loss`, `relabel.inContextAccuracy`, `L0H2.previousToken`,
 * `L1H3.induction`, `toy.alignment`); NaN stands for what was not measured or was not a number.
 */
export interface Curves {
  /** float64 [n], sequences seen. */
  readonly sequences: Float64Array;
  /** float64 [n] each. */
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** The curves of a run that was not evaluated yet. */
export const emptyCurves: Curves = { sequences: new Float64Array(0), columns: {} };

/** Evaluations, in the order in which they were written, as curves: by a `CurvesBuilder`, so by its rules. */
export function toCurves(lines: readonly MetricsLine[]): Curves {
  const builder = new CurvesBuilder(lines.length);
  for (const line of lines) {
    builder.begin(line.sequences);
    forEachMetric(line, (key, value) => {
      builder.set(builder.column(key), value);
    });
  }
  return builder.curves();
}

/**
 * Curves with newer evaluations after them; neither argument is changed. Evaluations of `curves` that are not before
 * all of `more` are left out: what is newer holds. Arrays of the result may be views into buffers with room for more, so
 * that adding line after line does not copy all that was there each time.
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

/** How many elements of a buffer, from its start, belong to curves that were given out. */
const used = new WeakMap<ArrayBufferLike, number>();

function join(
  before: Float64Array | undefined,
  kept: number,
  after: Float64Array | undefined,
  added: number,
): Float64Array {
  const joined = before?.length === kept ? grown(before, added) : copied(before, kept, kept + added);
  if (after !== undefined) joined.set(after, kept);
  return joined;
}

/** The same and `added` NaN after it: in the same buffer where there is room that nobody else was given. */
function grown(before: Float64Array, added: number): Float64Array {
  const { buffer, byteOffset, length } = before;
  const end = length + added;
  const isLast = byteOffset === 0 && used.get(buffer) === length;
  if (!isLast || end * before.BYTES_PER_ELEMENT > buffer.byteLength) return copied(before, length, end);
  used.set(buffer, end);
  return new Float64Array(buffer, 0, end).fill(Number.NaN, length);
}

/** The first `kept` elements and NaN up to `length`, in a buffer with room for half as many again. */
function copied(before: Float64Array | undefined, kept: number, length: number): Float64Array {
  const copy = new Float64Array(length + (length >> 1) + 8).fill(Number.NaN, kept, length);
  if (before !== undefined) copy.set(before.subarray(0, kept));
  else copy.fill(Number.NaN, 0, kept);
  used.set(copy.buffer, length);
  return copy.subarray(0, length);
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
