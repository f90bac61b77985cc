import { indexAt, type Curves } from "../../src/runs/comparison/curves.ts";

/** What is known of a head's strength, from evaluations; null where it was not measured. */
export interface HeadScores {
  /** −1 … 1. */
  readonly induction: number | null;
  /** 0 … 1. */
  readonly previousToken: number | null;
}

/** The scores of a head such as `L1H3` at the last evaluation up to a number of sequences. */
export function headScores(curves: Curves, head: string, at: number): HeadScores {
  const place = indexAt(curves.sequences, at);
  const read = (measure: string): number | null => {
    const value = curves.columns[`${head}.${measure}`]?.[place];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  return { induction: read("induction"), previousToken: read("previousToken") };
}
