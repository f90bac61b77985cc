import type { RunColumns, RunSnapshot } from "../../protocol/panelRun.ts";
import type { Curves } from "../../runs/comparison/curves.ts";

/** What is sent at once whatever it is, in bytes: it takes a window a few hundredths of a second. */
const smallEnough = 2 ** 20;

/** Snapshots to be sent now, and the columns that they are then without. */
export interface Parts {
  readonly runs: readonly RunSnapshot[];
  /** One for each run that is not whole. */
  readonly rest: readonly RunColumns[];
}

/**
 * Takes long runs apart, so that what a panel shows first is not kept waiting by what it may show later: long runs are
 * megabytes, which pass through three processes before they are with the page.
 * @param first keys of the columns that are to be sent now; null: all of them
 */
export function inParts(runs: readonly RunSnapshot[], first: ReadonlySet<string> | null): Parts {
  const whole = { runs, rest: [] };
  if (first === null || runs.reduce((sum, { curves }) => sum + bytesOf(curves), 0) <= smallEnough)
    return whole;
  const isFirst = (key: string): boolean => first.has(key);
  // Where runs have nothing of what is asked for, the panel finds something else among all that they have.
  if (!runs.some(({ curves }) => Object.keys(curves.columns).some(isFirst))) return whole;
  const rest: RunColumns[] = [];
  const now = runs.map((run): RunSnapshot => {
    const { sequences, columns } = run.curves;
    const coming = Object.keys(columns).filter((key) => !isFirst(key));
    if (coming.length === 0) return run;
    rest.push({ id: run.id, columns: copied({ sequences, columns: only(columns, coming) }).columns });
    const kept = Object.keys(columns).filter(isFirst);
    return { ...run, coming, curves: copied({ sequences, columns: only(columns, kept) }) };
  });
  return { runs: now, rest };
}

function bytesOf({ sequences, columns }: Curves): number {
  return sequences.byteLength * (1 + Object.keys(columns).length);
}

function only(columns: Curves["columns"], keys: readonly string[]): Curves["columns"] {
  return Object.fromEntries(keys.map((key) => [key, columns[key]!]));
}

/** The same in one buffer that has nothing else: VS Code sends whole buffers. */
function copied({ sequences, columns }: Curves): Curves {
  const count = sequences.length;
  const all = new Float64Array(count * (1 + Object.keys(columns).length));
  const copy = (values: Float64Array, place: number): Float64Array => {
    const part = all.subarray(place * count, (place + 1) * count);
    part.set(values);
    return part;
  };
  return {
    sequences: copy(sequences, 0),
    columns: Object.fromEntries(
      Object.entries(columns).map(([key, values], place) => [key, copy(values, place + 1)]),
    ),
  };
}
