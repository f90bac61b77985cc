import type { ClampHistory } from "../../src/runs/comparison/clampHistory.ts";
import type { ModelSize } from "../../src/runs/comparison/describeClamp.ts";
import { heldHeads } from "../../src/runs/comparison/heldHeads.ts";

/** A time in which a clamp held some heads: from ≤ n < until, in sequences; `until` may be Infinity. */
export interface ClampSpan {
  readonly heads: ReadonlySet<string>;
  readonly from: number;
  readonly until: number;
  /** The clamp in words. */
  readonly description: string;
}

/** When which heads of a run are clamped. Clamps that hold no single head are left out. */
export function clampedHeads(
  history: readonly ClampHistory[],
  model: ModelSize,
  describe: (clamp: ClampHistory["clamp"]) => string,
): ClampSpan[] {
  return history.flatMap(({ clamp, spans }) => {
    const heads = new Set(heldHeads(clamp, model));
    if (heads.size === 0) return [];
    const description = describe(clamp);
    return spans.map(({ from, until }) => ({ heads, from, until: until ?? Infinity, description }));
  });
}
