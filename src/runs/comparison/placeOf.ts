import type { CompareOptions } from "./compareRuns.ts";
import type { Curves } from "./curves.ts";
import { indexAt } from "./curves.ts";

/**
 * The number of the evaluation at or before the chosen place of a comparison; −1 where the run did not come so far, so
 * that nothing stale is read.
 * @param phaseChange of the run, in sequences
 */
export function placeOf(
  { sequences }: Pick<Curves, "sequences">,
  { align, at }: Pick<CompareOptions, "align" | "at">,
  phaseChange: number | null,
): number {
  const origin = align === "sequences" ? 0 : phaseChange;
  if (at === null || origin === null || origin + at > (sequences.at(-1) ?? -1)) return -1;
  return indexAt(sequences, origin + at);
}
