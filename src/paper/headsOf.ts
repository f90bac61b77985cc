import { headNames } from "../clamps/heads.ts";
import type { MeasureResult } from "../protocol/measureMessages.ts";
import type { PaperHeads } from "./lab.ts";

/**
 * Which heads do what, of the last place that was measured.
 * @param model how many heads each layer has
 */
export function headsOf(
  model: { readonly heads: number },
  induction: MeasureResult<"induction">,
  previousToken: MeasureResult<"previous-token">,
): PaperHeads {
  const [first, second] = [headNames(0, model), headNames(1, model)];
  const strengthOf = induction.results.at(-1)?.value.heads ?? {};
  const scoreOf = previousToken.results.at(-1)?.value.heads ?? {};
  const strengths = second.map((head) => strengthOf[head] ?? Number.NaN);
  const scores = first.map((head) => scoreOf[head] ?? Number.NaN);
  const strongest = second[highest(strengths)]!;
  return {
    strengths,
    previousToken: scores,
    strongest,
    rest: second.filter((head) => head !== strongest),
    previousTokenHead: first[highest(scores)]!,
  };
}

function highest(values: readonly number[]): number {
  return values.reduce((best, value, place) => (value > values[best]! ? place : best), 0);
}
