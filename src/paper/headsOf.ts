import type { MeasureResult } from "../protocol/measureMessages.ts";
import type { PaperHeads } from "./lab.ts";

/**
 * Which heads do what, of the last place that was measured.
 * @param model how many heads each layer has
 */
export function headsOf(
  { heads }: { readonly heads: number },
  induction: MeasureResult<"induction">,
  previousToken: MeasureResult<"previous-token">,
): PaperHeads {
  const names = (layer: number) => Array.from({ length: heads }, (_, head) => `L${layer}H${head}`);
  const strengthOf = induction.results.at(-1)?.value.heads ?? {};
  const scoreOf = previousToken.results.at(-1)?.value.heads ?? {};
  const strengths = names(1).map((head) => strengthOf[head] ?? Number.NaN);
  const scores = names(0).map((head) => scoreOf[head] ?? Number.NaN);
  const strongest = names(1)[highest(strengths)]!;
  return {
    strengths,
    previousToken: scores,
    strongest,
    rest: names(1).filter((head) => head !== strongest),
    previousTokenHead: names(0)[highest(scores)]!,
  };
}

function highest(values: readonly number[]): number {
  return values.reduce((best, value, place) => (value > values[best]! ? place : best), 0);
}
