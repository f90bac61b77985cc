import type { Verdict } from "../../figures/figure.ts";
import type { WiringValue } from "../../measures/measureValues.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Statement } from "../verdicts.ts";
import { verdict } from "../verdicts.ts";
import type { Wire } from "./wires.ts";
import { accuracyChanges, columnMean, lowestWire } from "./wires.ts";

/** What figure 11 is judged by. */
export interface Fig11Measured {
  readonly wiring: WiringValue;
  /** The previous-token heads of layer 0, by index. */
  readonly found: readonly number[];
  /** All other heads of layer 0. */
  readonly others: readonly number[];
}

/** Why what is said of table 1 may not be seen here. */
const oneHead =
  "In table 1 all of layer 1 is active and whole groups are ablated; here it is one head each, weak ones too.";

/**
 * What the paper says about figure 11 and the roles of layer 0's heads, which table 1 sums up: previous-token heads
 * decide what layer 1 attends to, the others what it moves.
 * @param reason why numbers may differ here
 */
export function fig11Verdicts(
  { wiring, found, others }: Fig11Measured,
  seed: number,
  reason?: string,
): Verdict[] {
  const say = (statement: string, paper: string, more?: string): Statement => {
    const why = [more, reason].filter((part) => part !== undefined).join(" ");
    return { statement, paper, seed, ...(why === "" ? {} : { why }) };
  };
  const byPattern = accuracyChanges(wiring, "valuesPreserved");
  const byValue = accuracyChanges(wiring, "patternsPreserved");
  const means = (matrix: readonly (readonly number[])[]) => ({
    found: columnMean(matrix, found),
    others: columnMean(matrix, others),
  });
  const showMeans = (mean: { found: number; others: number }): string =>
    `mean change ${formatValue(mean.found)} without a previous-token head, ${formatValue(mean.others)} without another`;
  const [pattern, value] = [means(byPattern), means(byValue)];
  const [key, carried] = [lowestWire(byPattern), lowestWire(byValue)];
  const show = (wire: Wire): string => `L0H${wire.from} → L1H${wire.to} (${formatValue(wire.value)})`;
  return [
    verdict(
      say(
        "Heads of layer 1 need previous-token heads for what they attend to: with values preserved, ablating one costs more accuracy than ablating another head.",
        "so in table 1: 0.699 without these, 0.993 without the others",
        oneHead,
      ),
      showMeans(pattern),
      order(pattern.found, pattern.others),
    ),
    verdict(
      say(
        "They need the other heads for what they move: with patterns preserved, ablating one of these costs more.",
        "so in table 1: 0.343 without the others, 0.9985 without previous-token heads",
        oneHead,
      ),
      showMeans(value),
      order(value.others, value.found),
    ),
    verdict(
      say(
        "The connection that is missed most with values preserved comes from a previous-token head.",
        "its previous-token heads are L0H1, L0H2 and L0H5 (table 1)",
      ),
      show(key),
      key.value < 0 ? found.includes(key.from) : null,
    ),
    verdict(
      say(
        "The one that is missed most with patterns preserved comes from another head.",
        "the roles of table 1; no connection is told",
      ),
      show(carried),
      carried.value < 0 ? others.includes(carried.from) : null,
    ),
  ];
}

/** Whether a mean change is the lower of two; null where one is missing. */
function order(lower: number, higher: number): boolean | null {
  return Number.isNaN(lower) || Number.isNaN(higher) ? null : lower < higher;
}
