import type { RunColumns, RunSnapshot } from "../../protocol/panelRun.ts";
import type { Curves } from "../../runs/comparison/curves.ts";
import { packCurves } from "../../runs/comparison/packCurves.ts";

/** What is sent at once whatever it is, in bytes: it takes a window a few hundredths of a second. */
const smallEnough = 2 ** 20;

/** Always sent now: the phase change is found by it where a run's files do not tell. */
const always = "train.loss";

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
  // Where runs have nothing of what is asked for, the panel finds something else among all that they have.
  if (!runs.some(({ curves }) => Object.keys(curves.columns).some((key) => first.has(key)))) return whole;
  const isFirst = (key: string): boolean => key === always || first.has(key);
  const rest: RunColumns[] = [];
  const now = runs.map((run): RunSnapshot => {
    const { sequences, columns } = run.curves;
    const coming = Object.keys(columns).filter((key) => !isFirst(key));
    if (coming.length === 0) return run;
    rest.push({ id: run.id, columns: packCurves({ sequences, columns: only(columns, coming) }).columns });
    const kept = Object.keys(columns).filter(isFirst);
    return { ...run, coming, curves: packCurves({ sequences, columns: only(columns, kept) }) };
  });
  return { runs: now, rest };
}

function bytesOf({ sequences, columns }: Curves): number {
  return sequences.byteLength * (1 + Object.keys(columns).length);
}

function only(columns: Curves["columns"], keys: readonly string[]): Curves["columns"] {
  return Object.fromEntries(keys.map((key) => [key, columns[key]!]));
}
