import type { Verdict } from "../../figures/figure.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import { verdict } from "../verdicts.ts";

/** Accuracies with heads of layer 0 ablated, while attention patterns or values are held at what they were. */
export interface Table1Accuracies {
  /** Nothing ablated. */
  readonly none: number;
  /** The previous-token heads ablated. */
  readonly found: { readonly patterns: number; readonly values: number };
  /** All other heads of layer 0 ablated. */
  readonly others: { readonly patterns: number; readonly values: number };
}

/**
 * From here on a loss of accuracy counts as one: halfway between the largest that the paper calls little (0.007) and the
 * smallest that it calls much (0.301).
 */
const much = 0.154;

/**
 * What the paper says in table 1: who is affected by what.
 * @param reason why numbers may differ here
 */
export function table1Verdicts(
  { none, found, others }: Table1Accuracies,
  seed: number,
  reason?: string,
): Verdict[] {
  const cases = [
    {
      statement:
        "Previous-token heads are not needed for what is moved: patterns preserved, little is lost without them.",
      paper: "0.9985",
      accuracy: found.patterns,
      isAffected: false,
    },
    {
      statement: "They are needed for what layer 1 attends to: values preserved, much is lost without them.",
      paper: "0.699",
      accuracy: found.values,
      isAffected: true,
    },
    {
      statement:
        "The other heads are needed for what is moved: patterns preserved, much is lost without them.",
      paper: "0.343",
      accuracy: others.patterns,
      isAffected: true,
    },
    {
      statement:
        "They are not needed for what layer 1 attends to: values preserved, little is lost without them.",
      paper: "0.993",
      accuracy: others.values,
      isAffected: false,
    },
  ];
  const why = reason === undefined ? {} : { why: reason };
  const verdicts = cases.map(({ statement, paper, accuracy, isAffected }) => {
    const lost = none - accuracy;
    const holds = Number.isNaN(lost) ? null : lost >= much === isAffected;
    const sense = `${statement.slice(0, -1)} (${isAffected ? "at least" : "less than"} ${much}).`;
    return verdict({ statement: sense, paper, seed, ...why }, formatValue(accuracy), holds);
  });
  return [
    ...verdicts,
    verdict(
      {
        statement: "Each group of heads matters more for its own part than for the other's.",
        paper: "0.699 below 0.9985, and 0.343 below 0.993",
        seed,
        ...why,
      },
      `${formatValue(found.values)} against ${formatValue(found.patterns)}, and ` +
        `${formatValue(others.patterns)} against ${formatValue(others.values)}`,
      found.values < found.patterns && others.patterns < others.values,
    ),
  ];
}
