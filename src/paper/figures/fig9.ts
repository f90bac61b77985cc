import type { Verdict } from "../../figures/figure.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstBelow, valueAt } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { seriesOf } from "../series.ts";
import { orderVerdict, verdict } from "../verdicts.ts";
import { toyRuns } from "./toyRuns.ts";

const conditions = ["none", "b, c"] as const;

/** What is measured of the toy model, by column. */
const measures = [
  ["train.loss", "Loss"],
  ["toy.alignment", "1 − cos² of a and the true a"],
  ["toy.lossAtTruth", "Loss with b and c at ± the truth"],
] as const;

/** Figure 9: progress measures of the toy model. */
export const fig9: PaperFigure = {
  id: "fig9",
  title: "Progress measures of the toy model",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const runs = await toyRuns(lab, seed);
    const used = conditions.map((condition) => runs[condition]);
    const curves = measures.map(([column]) =>
      conditions.map((condition) => curveOf(runs[condition], column, condition)),
    );
    return {
      id: "fig9",
      title: "Figure 9: progress measures of the toy model",
      caption:
        "How far a has come, by two progress measures, with nothing clamped and with b and c clamped to the truth: " +
        "where the others have to be learned too, a is learned later.",
      plots: measures.map(([, title], at) => ({
        kind: "lines" as const,
        title,
        xTitle: "iterations",
        yTitle: title,
        series: curves[at]!.map(seriesOf),
      })),
      plotColumns: 3,
      tables: [],
      verdicts: fig9Verdicts(curves[1]!, curves[2]!, curves[0]![0]!, seed),
      runs: figureRuns(used),
    };
  },
};

/**
 * What the paper says about the toy model's progress measures. It gives no numbers of them.
 * @param alignment 1 − cos² of a with nothing, and with b and c clamped
 * @param atTruth losses with b and c at ± the truth, of the same
 * @param loss with nothing clamped
 */
export function fig9Verdicts(
  alignment: readonly Curve[],
  atTruth: readonly Curve[],
  loss: Curve,
  seed: number,
): Verdict[] {
  const order = (curves: readonly Curve[], statement: string) =>
    orderVerdict(
      { statement, paper: "b and c, then none", seed },
      [...curves]
        .reverse()
        .map((curve) => ({ label: curve.label, at: firstBelow(curve, 0.1 * valueAt(curve, 0)) })),
    );
  const [none] = alignment;
  const early = none === undefined ? Number.NaN : valueAt(none, 100);
  const start = none === undefined ? Number.NaN : valueAt(none, 0);
  return [
    order(alignment, "1 − cos² falls to a tenth of its start first with b and c clamped."),
    order(
      atTruth,
      "The loss with b and c at ± the truth falls to a tenth of its start first with them clamped.",
    ),
    verdict(
      {
        statement:
          "With nothing clamped a is not learned on the plateau: at iteration 100, 1 − cos² is above half its start.",
        paper: "progress comes late",
        seed,
      },
      `${formatValue(early)} after ${formatValue(start)}; loss ${formatValue(valueAt(loss, 100))}`,
      early > 0.5 * start,
    ),
  ];
}
