import type { Verdict } from "../../figures/figure.ts";
import type { DirectOutputValue } from "../../measures/measureValues.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import { rangeVerdict, verdict } from "../verdicts.ts";

/** Below this share of all sequences, what is lost counts as nothing; the paper lost 0.0001. */
const nothing = 0.01;

/**
 * What the paper says about the direct outputs of the layers at the end of training.
 * @param reason why numbers may differ here
 */
export function fig12Verdicts({ none, layers }: DirectOutputValue, seed: number, reason?: string): Verdict[] {
  const [first, last] = [layers[0], layers.at(-1)];
  if (first === undefined || last === undefined) return [];
  const why = reason === undefined ? {} : { why: reason };
  return [
    rangeVerdict(
      {
        statement: `At the end layer 0's direct output is not needed: without it, less than ${nothing} of accuracy is lost.`,
        paper: "accuracy 0.9999 without it, 1.000 with it",
        seed,
        ...why,
      },
      none.accuracy - first.accuracy,
      [null, nothing],
      (lost) => `${formatValue(lost)} lost, ${formatValue(first.accuracy)} left`,
    ),
    verdict(
      {
        statement: "At the end, removing layer 1's direct output costs more loss than removing layer 0's.",
        paper: "layer 1 up to 2, layer 0 nearly nothing",
        seed,
        ...why,
      },
      `layer 1 ${formatValue(last.increase)}, layer 0 ${formatValue(first.increase)}`,
      last.increase > first.increase,
    ),
    verdict(
      {
        statement: "Without layer 1's direct output nothing is solved: the loss is above ln 2.",
        paper: "loss increase of up to 2",
        seed,
        ...why,
      },
      `loss ${formatValue(last.loss)}`,
      last.loss > Math.LN2,
    ),
  ];
}
