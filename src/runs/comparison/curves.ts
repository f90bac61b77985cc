import type { MetricsLine } from "../metricsLine.ts";

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

/**
 * Evaluations, in the order in which they were written, as curves, all of them views of one buffer. A line that is not
 * after the one before it takes the place of all that it is not after, as when a run went on from an earlier checkpoint.
 */
export function toCurves(lines: readonly MetricsLine[]): Curves {
  const kept: MetricsLine[] = [];
  for (const line of lines) {
    while (kept.length > 0 && kept.at(-1)!.sequences >= line.sequences) kept.pop();
    kept.push(line);
  }
  // By owner, then by name: a key made of both for every value of a long run takes most of the time.
  const places = new Map<string, Map<string, number>>();
  const keys: string[] = [];
  for (const line of kept) {
    forEachValue(line, (owner, name) => {
      const names = places.get(owner) ?? new Map<string, number>();
      if (names.size === 0) places.set(owner, names);
      if (names.has(name)) return;
      names.set(name, keys.length + 1);
      keys.push(`${owner}.${name}`);
    });
  }
  // One buffer for all: VS Code sends no more than about 250 of them in a message, and loses the others.
  const all = new Float64Array((keys.length + 1) * kept.length).fill(Number.NaN);
  const column = (place: number): Float64Array =>
    all.subarray(place * kept.length, (place + 1) * kept.length);
  const sequences = column(0);
  const columns = Object.fromEntries(keys.map((key, place) => [key, column(place + 1)]));
  kept.forEach((line, place) => {
    sequences[place] = line.sequences;
    forEachValue(line, (owner, name, value) => {
      all[places.get(owner)!.get(name)! * kept.length + place] = value;
    });
  });
  return { sequences, columns };
}

/**
 * Calls `use` with the values of an evaluation, each with what it is of (`train`, `L1H3`, `toy`) and its name. Of sets,
 * the toy model has losses only.
 */
function forEachValue(
  { sets, heads, toy }: MetricsLine,
  use: (owner: string, name: string, value: number) => void,
): void {
  const each = (owner: string, values: Readonly<Record<string, number | undefined>>): void => {
    for (const name in values) {
      const value = values[name];
      if (value !== undefined) use(owner, name, value);
    }
  };
  for (const [owner, values] of Object.entries(sets)) {
    if (values === undefined) continue;
    each(owner, toy === undefined ? values : { loss: values.loss });
  }
  for (const owner in heads) each(owner, heads[owner]!);
  if (toy !== undefined) each("toy", toy);
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
