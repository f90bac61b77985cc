import { fig17 as experiments } from "../../experiment/presets/fig17.ts";
import { fig4b } from "../../experiment/presets/fig4b.ts";
import type { Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstBelow, lastValue } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { lnTwoLine, seriesOf } from "../series.ts";
import { allVerdict } from "../verdicts.ts";

/** Figure 17: the strongest head with each of the others. */
export const fig17: PaperFigure = {
  id: "fig17",
  title: "Train loss with two layer-1 heads active throughout",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const options = await optionsOf(lab, seed);
    const { strongest } = options;
    const onlyName = `fig4b-only-${strongest}`;
    const runs = await runsOf(lab, { ...experiments(options), [onlyName]: fig4b(options)[onlyName]! });
    const pairs = Object.entries(runs)
      .filter(([name]) => name.startsWith("fig17-with-"))
      .map(([name, run]) => curveOf(run, "train.loss", `with ${name.replace("fig17-with-", "")}`));
    const all = curveOf(runs["fig17-all"]!, "train.loss", "all heads");
    const alone = curveOf(runs[onlyName]!, "train.loss", `only ${strongest}`);
    const curves = [all, alone, ...pairs];
    return {
      id: "fig17",
      title: `Figure 17: ${strongest} and one other layer-1 head`,
      caption:
        `With ${strongest}, the strongest head of the base run, and one other head active throughout training, the ` +
        `others ablated.${quickNote(lab)}`,
      plots: [
        {
          kind: "lines",
          title: `Seed ${seed}`,
          xTitle: "sequences seen",
          yTitle: "train loss",
          series: curves.map(seriesOf),
          references: [lnTwoLine],
        },
      ],
      tables: [
        {
          title: "Phase change (train loss below 0.4 ln 2), in sequences",
          columns: ["heads active", "phase change"],
          rows: curves.map((curve) => [curve.label, firstBelow(curve, phaseChangeLoss)]),
        },
      ],
      verdicts: fig17Verdicts(pairs, seed, quickReason(lab)),
      runs: figureRuns(Object.values(runs)),
    };
  },
};

/**
 * What the paper says about pairs of heads. It gives no numbers of them.
 * @param pairs train losses of the runs with two heads
 * @param reason why numbers may differ here
 */
export function fig17Verdicts(pairs: readonly Curve[], seed: number, reason?: string): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  return [
    allVerdict(
      {
        statement: "Every pair with the strongest head learns the task: its train loss ends below 0.1.",
        paper: "seven pairs are shown, without numbers",
        seed,
        ...why,
      },
      pairs.map((curve) => ({ label: curve.label, value: lastValue(curve) })),
      [null, 0.1],
    ),
  ];
}
