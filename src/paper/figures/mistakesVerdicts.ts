import type { Verdict } from "../../figures/figure.ts";
import type { MistakesValue } from "../../measures/measureValues.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import { publishedHeads } from "../publishedHeads.ts";
import { rankCorrelation } from "../rankCorrelation.ts";
import { allVerdict, rangeVerdict, verdict } from "../verdicts.ts";

const secondStrongest = publishedHeads[1]!.strength;

/** A head of layer 1 with the accuracies that it reaches alone. */
export interface MatchPoint {
  readonly head: string;
  readonly strength: number;
  /** With its own pattern. */
  readonly computed: number;
  /** With a perfect match. */
  readonly perfect: number;
}

/** The accuracies of a `mistakes` measure. */
export function matchPoints({ heads }: MistakesValue): MatchPoint[] {
  return heads.map(({ head, strength, computed, perfect }) => ({
    head,
    strength,
    computed: computed.accuracy,
    perfect: perfect.accuracy,
  }));
}

/**
 * What the paper says about perfect matches (table 3, figure 16).
 * @param reason why numbers may differ here
 */
export function matchVerdicts(points: readonly MatchPoint[], seed: number, reason?: string): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const byStrength = [...points].sort((a, b) => b.strength - a.strength);
  const [strongest, ...others] = byStrength;
  const stronger = others.filter(({ strength, perfect }) => perfect > 0.9 && strength > secondStrongest);
  const known = stronger.map(
    ({ head, strength }) =>
      `${head} is stronger (${formatValue(strength)}) than the paper's second-strongest head (${secondStrongest}).`,
  );
  const gains = points.filter(({ computed, perfect }) => perfect > computed);
  const losers = points.filter(({ computed, perfect }) => perfect <= computed);
  return [
    rangeVerdict(
      {
        statement: "With a perfect match the strongest head alone solves nearly everything: 0.99 or more.",
        paper: "0.999",
        seed,
        ...why,
      },
      strongest?.perfect ?? Number.NaN,
      [0.99, null],
    ),
    allVerdict(
      {
        statement:
          "Matching is not all: with a perfect match the other heads stay below 0.9, as they do not copy every label.",
        paper: "0.285 to 0.828",
        seed,
        ...(known.length > 0 ? { why: known.join(" ") } : why),
      },
      others.map(({ head, perfect }) => ({ label: head, value: perfect })),
      [null, 0.9],
    ),
    verdict(
      {
        statement: "A perfect match helps nearly every head: at least all but one.",
        paper: "7 of 8, not the weakest (0.292 to 0.285)",
        seed,
        ...why,
      },
      `${gains.length} of ${points.length}` +
        (losers.length === 0
          ? ""
          : `, not ${losers.map((point) => `${point.head} (${formatValue(point.computed)} to ${formatValue(point.perfect)})`).join(", ")}`),
      gains.length >= points.length - 1,
    ),
    rangeVerdict(
      {
        statement:
          "Stronger heads copy better: rank correlation of strength with the perfect match's accuracy 0.9 or more.",
        paper: "0.95",
        seed,
        ...why,
      },
      rankCorrelation(
        points.map(({ strength }) => strength),
        points.map(({ perfect }) => perfect),
      ),
      [0.9, null],
      (value) => value.toFixed(2),
    ),
  ];
}

/**
 * Heads do not make their mistakes evenly: one label has much more than its share.
 * @param reason why numbers may differ here
 */
export function specificityVerdict(
  { heads }: Pick<MistakesValue, "heads">,
  seed: number,
  reason?: string,
): Verdict {
  const why = reason === undefined ? {} : { why: reason };
  const labels = heads[0]?.perfect.byLabel.length ?? 0;
  const even = 1 / labels;
  const largest = heads.flatMap(({ head, perfect }) => {
    const shares = perfect.byLabel.map(({ share }) => share ?? Number.NaN);
    const most = Math.max(...shares);
    return Number.isFinite(most) ? [{ head, most, label: shares.indexOf(most) }] : [];
  });
  const uneven = largest.filter(({ most }) => most >= 1.5 * even);
  return verdict(
    {
      statement: `With a perfect match, heads fail at labels of their own: most have a label with one and a half times its share of mistakes (${formatValue(1.5 * even)}) or more.`,
      paper: "mistakes by output label differ from head to head",
      seed,
      ...why,
    },
    largest.map(({ head, most, label }) => `${head}: label ${label} ${formatValue(most)}`).join(" · "),
    uneven.length > largest.length / 2,
  );
}
