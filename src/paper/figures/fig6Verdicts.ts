import type { Fig6Part } from "../../experiment/presets/fig6.ts";
import type { Verdict } from "../../figures/figure.ts";
import type { Curve } from "../curve.ts";
import { shiftFactor, shiftVerdict } from "../shift.ts";

/** Train losses of a column of figure 6, each list from the smallest to the largest setting. */
export interface Fig6Losses {
  readonly classes: readonly Curve[];
  readonly labels: readonly Curve[];
}

/** In which columns more classes and more labels move the fall of the loss, and what the paper saw. */
const expectations = [
  {
    part: "normal",
    along: "classes",
    expected: "later",
    statement: "In normal training, more classes delay the drop.",
    paper: "50 → 100 → 200 classes: from ≈250k to ≈330k to ≈370k",
  },
  {
    part: "normal",
    along: "labels",
    expected: "later",
    statement: "In normal training, more labels delay the drop.",
    paper: "5 → 10 → 15 labels: from ≈250k to ≈800k to ≈1.3M",
  },
  {
    part: "b",
    along: "classes",
    expected: "later",
    statement: "Subcircuit B moves with classes.",
    paper: "28.6k → 32.6k → 35.7k (× 1.25, its curves)",
  },
  {
    part: "b",
    along: "labels",
    expected: "same",
    statement: "Subcircuit B does not move with labels.",
    paper: "28.6k with 5, 28.9k with 15 (× 1.01, its curves)",
  },
  {
    part: "c",
    along: "classes",
    expected: "same",
    statement: "Subcircuit C does not move with classes.",
    paper: "32.9k → 32.8k → 35.2k (× 1.07, its curves)",
  },
  {
    part: "c",
    along: "labels",
    expected: "later",
    statement: "Subcircuit C moves with labels.",
    paper: "34.4k → 82.7k → 120k (× 3.5, its curves)",
  },
  {
    part: "b-and-c",
    along: "classes",
    expected: "later",
    statement: "B and C together move with classes, as B does.",
    paper: "79k → 93k → 105k (× 1.32, its curves)",
  },
  {
    part: "b-and-c",
    along: "labels",
    expected: "later",
    statement: "B and C together move with labels, as C does.",
    paper: "79k → 124k → 161k (× 2.03, its curves)",
  },
] as const;

/**
 * What the paper says about figure 6, held against runs of one seed. Times are those at which the train loss falls below
 * 0.4 ln 2.
 * @param reason why times may differ here
 */
export function fig6Verdicts(
  losses: Readonly<Record<Fig6Part, Fig6Losses>>,
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  return expectations.map(({ part, along, expected, statement, paper }) =>
    shiftVerdict({ statement, paper, seed, ...why }, losses[part][along], expected),
  );
}

/** How figure 6 tells a move from none, in words. */
export const fig6Definition =
  `The fall is where the train loss first is below 0.4 ln 2. It has moved where the largest setting falls at least ` +
  `${shiftFactor} times as late as the smallest, each later than the one before.`;
