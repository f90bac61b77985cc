import type { Verdict } from "../figure.ts";
import { outcomeOf, type Outcome } from "../verdictWords.ts";

/** How many statements hold, do not, and cannot be told. */
export function countVerdicts(
  verdicts: readonly Pick<Verdict, "holds">[],
): Readonly<Record<Outcome, number>> {
  const counts = { holds: 0, fails: 0, unknown: 0 };
  for (const verdict of verdicts) counts[outcomeOf(verdict)]++;
  return counts;
}
