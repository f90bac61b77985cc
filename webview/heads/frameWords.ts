import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { canSubtract } from "./headPlots.ts";
import type { AblationMetrics } from "./headsMeasures.ts";
import type { HeadsView, Side } from "./headsView.ts";
import { sequenceWords } from "./sequenceWords.ts";

/**
 * What is drawn, and on which sequences, a line for each side; where heads are ablated, with the numbers without that, as
 * soon as they are measured. The lines are there before that, so that what is below does not move when they come.
 */
export function frameWords(
  { a, b, isDifference, ui }: HeadsView,
  metrics: (side: Side) => AblationMetrics,
): string {
  const [first, second] = [a.frame?.value, b?.frame?.value];
  const words = (side: Side, letter: string): string => {
    const value = side.frame?.value;
    if (value === undefined) return `${letter}${side.isGivenUp ? "Not measured." : "Not measured yet."}`;
    const { ablated } = side.spec;
    const asIs = ui.sequence === null && side.isExact ? metrics(side).asIs?.sets[side.spec.set] : undefined;
    return [
      `${letter}${sequenceWords(value)}`,
      ...(ablated.length === 0
        ? []
        : [`That is with ${ablated.toSorted().join(", ")} ablated: attending still, writing nothing.`]),
      ...(ablated.length === 0 || asIs?.loss == null || asIs.accuracy === null
        ? []
        : [`As it is: loss ${formatValue(asIs.loss)}, accuracy ${formatValue(asIs.accuracy)}.`]),
    ].join(" ");
  };
  const parts = b === null ? [words(a, "")] : [words(a, "A: "), words(b, "B: ")];
  if (isDifference && first !== undefined && second !== undefined && !canSubtract(first, second))
    parts.push("These runs have contexts of different lengths: there is no difference of their patterns.");
  return parts.join("\n");
}
