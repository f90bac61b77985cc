import type { Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { allVerdict, rangeVerdict, verdict } from "../verdicts.ts";
import type { AblationPoint } from "./ablationPoints.ts";
import { ablationPlot, ablationPoints, ablationTable, aloneByStrength } from "./ablationPoints.ts";

/** Figure 13: loss at the end of training after ablations, against induction strength. */
export const fig13: PaperFigure = {
  id: "fig13",
  title: "Loss against strength, one head ablated or left alone",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const [ablations] = await measured(lab, run, "ablations");
    const { value } = ablations!;
    const points = ablationPoints(value, "loss");
    return {
      id: "fig13",
      title: "Figure 13: loss after ablations",
      caption: `Figure 4a with the loss in place of the accuracy.${quickNote(lab)}`,
      plots: [ablationPlot(points, "loss", value.none.loss)],
      tables: [ablationTable(points, "loss")],
      verdicts: fig13Verdicts(points, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};

/**
 * What the paper says about losses after ablations: the same as about accuracies, without numbers of its own.
 * @param reason why numbers may differ here
 */
export function fig13Verdicts(points: readonly AblationPoint[], seed: number, reason?: string): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const [strongest, ...others] = [...points].sort((a, b) => b.strength - a.strength);
  const least = Math.min(...others.map(({ alone }) => alone));
  const alone = strongest?.alone ?? Number.NaN;
  return [
    allVerdict(
      {
        statement: "No single head is needed: with any one ablated the loss stays below 0.4 ln 2.",
        paper: "near 0 for all, as accuracy is ≥ 0.985",
        seed,
        ...why,
      },
      points.map(({ head, without }) => ({ label: head, value: without })),
      [null, phaseChangeLoss],
    ),
    rangeVerdict(
      {
        statement: "The stronger a head, the lower its loss alone: rank correlation −0.9 or less.",
        paper: "as accuracy, where it is 0.95",
        seed,
        ...why,
      },
      aloneByStrength(points),
      [null, -0.9],
      (value) => value.toFixed(2).replace("-", "−"),
    ),
    verdict(
      {
        statement: "The strongest head alone has the lowest loss of all.",
        paper: "as its accuracy is the highest",
        seed,
        ...why,
      },
      `${strongest?.head ?? ""} ${formatValue(alone)}, the next ${formatValue(least)}`,
      alone < least,
    ),
  ];
}
