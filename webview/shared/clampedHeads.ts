import type { ClampHistory } from "../../src/runs/comparison/clampHistory.ts";

/** A time in which a clamp held some heads: from ≤ n < until, in sequences; `until` may be Infinity. */
export interface ClampSpan {
  readonly heads: ReadonlySet<string>;
  readonly from: number;
  readonly until: number;
  /** The clamp in words. */
  readonly description: string;
}

/** When which heads of a run are clamped. Clamps that name no heads are left out: they hold no single head. */
export function clampedHeads(
  history: readonly ClampHistory[],
  describe: (clamp: ClampHistory["clamp"]) => string,
): ClampSpan[] {
  return history.flatMap(({ clamp, spans }) => {
    const heads = new Set(namedHeads(clamp));
    if (heads.size === 0) return [];
    const description = describe(clamp);
    return spans.map(({ from, until }) => ({ heads, from, until: until ?? Infinity, description }));
  });
}

/** The heads that a clamp names, under `heads` or `head`. */
function namedHeads(clamp: Readonly<Record<string, unknown>>): string[] {
  const { heads, head } = clamp;
  return [...(Array.isArray(heads) ? (heads as readonly unknown[]) : []), head].filter(
    (name) => typeof name === "string",
  );
}
