import type { Comparison } from "../../src/runs/comparison/compareRuns.ts";
import type { ClampSpan } from "../shared/clampedHeads.ts";

/** How strongly a head of a run does something. */
export interface HeadStrength {
  /** Null where it was not measured, or was not a number. */
  readonly value: number | null;
  /** Clamps that held it at that evaluation, in words. */
  readonly clamps: readonly string[];
  /** Whether no head of its run does it more. */
  readonly isStrongest: boolean;
}

/** A head, and one of its measures in each run. */
export interface HeadRow {
  readonly head: string;
  readonly measure: "previousToken" | "induction";
  /** One for each run, in their order. */
  readonly strengths: readonly HeadStrength[];
}

const measures = ["previousToken", "induction"] as const;

/**
 * Strengths of heads side by side: previous-token heads first, then induction heads. At the place that the comparison
 * was made at, else at each run's last evaluation. A head without a measure in any run has no row for it.
 * @param clamped for each run, when which heads were clamped
 */
export function headRows(comparison: Comparison, clamped: readonly (readonly ClampSpan[])[]): HeadRow[] {
  const isAt = comparison.at !== null;
  return measures.flatMap((measure) => {
    const key = isAt ? (`${measure}At` as const) : measure;
    const measured = comparison.heads.filter(({ runs }) =>
      runs.some((values) => values[measure] !== null || values[key] !== null),
    );
    const strongest = comparison.runs.map((_, run) =>
      Math.max(...measured.map(({ runs }) => runs[run]?.[key] ?? -Infinity)),
    );
    return measured.map(({ head, runs }) => ({
      head,
      measure,
      strengths: runs.map((values, run) => {
        const value = values[key];
        const { at = null, lastAt = null } = comparison.runs[run] ?? {};
        const where = isAt ? at : lastAt;
        return {
          value,
          clamps: where === null ? [] : clampsOn(head, where, clamped[run] ?? []),
          isStrongest: value !== null && value > 0 && value === strongest[run],
        };
      }),
    }));
  });
}

function clampsOn(head: string, at: number, spans: readonly ClampSpan[]): string[] {
  return spans
    .filter(({ heads, from, until }) => heads.has(head) && from <= at && at < until)
    .map(({ description }) => description);
}
