import type { Verdict } from "../../figures/figure.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstBelow, timeBetween, valueAt } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { seriesOf } from "../series.ts";
import { orderVerdict, rangeVerdict } from "../verdicts.ts";
import { toyConditions, toyRuns } from "./toyRuns.ts";

/** Figure 5a: a product of three quantities, with none, one or two of them clamped. */
export const fig5a: PaperFigure = {
  id: "fig5a",
  title: "Loss of the toy model when vectors are clamped",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const runs = await toyRuns(lab, seed);
    const curves = toyConditions.map((condition) => curveOf(runs[condition], "train.loss", condition));
    return {
      id: "fig5a",
      title: "Figure 5a: the toy model",
      caption:
        "Three vectors whose outer product is to be learned by gradient descent. The product alone gives a plateau and " +
        "a sudden drop; the more of the vectors are clamped to the truth, the sooner it comes.",
      plots: [
        {
          kind: "lines",
          title: "By clamped vectors",
          xTitle: "iterations",
          yTitle: "loss",
          series: curves.map(seriesOf),
        },
      ],
      tables: [],
      verdicts: fig5aVerdicts(curves, seed),
      runs: figureRuns(Object.values(runs)),
    };
  },
};

/**
 * What the paper says about the toy model.
 * @param curves losses with nothing, with c, and with b and c clamped
 */
export function fig5aVerdicts([none, c, bAndC]: readonly Curve[], seed: number): Verdict[] {
  if (none === undefined || c === undefined || bAndC === undefined) return [];
  const level = valueAt(none, 100);
  // Losses begin at different heights, so each is held against its own.
  const fallen = (curve: Curve) => ({ label: curve.label, at: firstBelow(curve, 0.1 * valueAt(curve, 0)) });
  return [
    rangeVerdict(
      {
        statement:
          "With nothing clamped there is a plateau: within 10 % of the loss at iteration 100 for 100 iterations or more.",
        paper: "a plateau and a drop",
        seed,
        why: "Where the plateau ends depends on the random vectors.",
      },
      timeBetween(none, 0.9 * level, 1.1 * level),
      [100, null],
      (value) => `for ${Math.round(value)} iterations, at ${level.toFixed(2)}`,
    ),
    orderVerdict(
      {
        statement:
          "Clamping shortens it: the loss falls to a tenth of its start first with b and c clamped, then with c, then with nothing.",
        paper: "b and c, then c, then none",
        seed,
      },
      [bAndC, c, none].map(fallen),
    ),
  ];
}
