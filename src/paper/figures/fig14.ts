import type { LinePlot, Verdict } from "../../figures/figure.ts";
import type { ActiveHeads, AddBackValue } from "../../measures/measureValues.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { rankCorrelation } from "../rankCorrelation.ts";
import { verdict } from "../verdicts.ts";

/** Figure 14: heads of layer 1 added back one at a time. */
export const fig14: PaperFigure = {
  id: "fig14",
  title: "Loss as layer-1 heads are added back, strongest first",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const [addBack] = await measured(lab, run, "add-back");
    const { value } = addBack!;
    const [first, second] = value.order.map(({ head }) => head);
    return {
      id: "fig14",
      title: "Figure 14: adding heads back",
      caption:
        "Loss of the trained model with the first 1, 2, … of its layer-1 heads active, in the order of induction " +
        `strength: heads add up.${quickNote(lab)}`,
      plots: [
        plot(`Starting with ${first ?? ""}, the strongest`, value.withStrongest, value.none.loss),
        plot(`Starting with ${second ?? ""}, the second`, value.withoutStrongest, value.none.loss),
      ],
      plotColumns: 2,
      tables: [
        {
          title: "Loss and accuracy",
          columns: ["heads active", "loss", "accuracy"],
          rows: [...value.withStrongest, ...value.withoutStrongest].map(({ heads, loss, accuracy }) => [
            heads.join(" "),
            loss,
            accuracy,
          ]),
        },
      ],
      verdicts: fig14Verdicts(value, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};

function plot(title: string, steps: readonly ActiveHeads[], none: number): LinePlot {
  return {
    kind: "lines",
    title,
    xTitle: "heads active",
    yTitle: "loss",
    xRange: [0, 8],
    series: [
      {
        label: "loss",
        x: steps.map(({ heads }) => heads.length),
        y: steps.map(({ loss }) => loss),
        slot: 0,
        look: "circle",
      },
    ],
    references: [{ at: none, label: "no ablation" }],
  };
}

/**
 * What the paper says about adding heads back. It gives no numbers of it.
 * @param reason why numbers may differ here
 */
export function fig14Verdicts(
  { withStrongest, withoutStrongest }: Pick<AddBackValue, "withStrongest" | "withoutStrongest">,
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const correlation = (steps: readonly ActiveHeads[]) =>
    rankCorrelation(
      steps.map(({ heads }) => heads.length),
      steps.map(({ loss }) => loss),
    );
  const show = (steps: readonly ActiveHeads[]) => steps.map(({ loss }) => formatValue(loss)).join(" → ");
  const addsUp = (statement: string, steps: readonly ActiveHeads[]): Verdict => {
    const value = correlation(steps);
    return verdict(
      {
        statement: `${statement}: rank correlation −0.9 or less.`,
        paper: "the loss falls as heads are added",
        seed,
        ...why,
      },
      `${show(steps)} (${value.toFixed(2).replace("-", "−")})`,
      Number.isNaN(value) ? null : value <= -0.9,
    );
  };
  const [start, end] = [withoutStrongest[0]?.loss ?? Number.NaN, withoutStrongest.at(-1)?.loss ?? Number.NaN];
  return [
    addsUp("Heads add up: the more are active, strongest first, the lower the loss", withStrongest),
    addsUp("So they do without the strongest head", withoutStrongest),
    verdict(
      {
        statement: "All others together can do without the strongest: their loss ends below 0.4 ln 2.",
        paper: "near 0; accuracy ≥ 0.985 with any one head ablated",
        seed,
        ...why,
      },
      `${formatValue(start)} with one, ${formatValue(end)} with all others`,
      end < 0.4 * Math.LN2,
    ),
  ];
}
