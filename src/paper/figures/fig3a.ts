import type { FigureTable, Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstBelow, lastValue, timeBetween, valueAt } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { referenceCurves } from "../referenceCurves.ts";
import { lnTwoLine, referenceSeries, seriesOf } from "../series.ts";
import { ofFullLength, rangeVerdict, verdict } from "../verdicts.ts";

const sets = ["train", "class", "relabel"] as const;

/** Figure 3a: the losses of the base run. */
export const fig3a: PaperFigure = {
  id: "fig3a",
  title: "Train, class and relabel loss of the base run",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const time = paperTime(lab);
    const curves = sets.map((set) => curveOf(run, `${set}.loss`, set));
    const published = referenceCurves("fig3a-loss");
    return {
      id: "fig3a",
      title: "Figure 3a: losses of the base run",
      caption:
        "The loss falls to a plateau near ln 2, where one of the two labels in the context is picked at random, and " +
        `then drops abruptly, also for classes and label pairs that were never trained on.${quickNote(lab)}`,
      plots: [
        {
          kind: "lines",
          title: `Seed ${seed}`,
          xTitle: "sequences seen",
          yTitle: "loss",
          series: curves.flatMap((curve, slot) => [
            seriesOf(curve, slot),
            ...published
              .filter(({ label }) => label === curve.label)
              .map((reference) => referenceSeries(reference, slot, time)),
          ]),
          references: [lnTwoLine],
        },
      ],
      tables: [lossTable(curves, published, time)],
      verdicts: fig3aVerdicts(curves, time, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};

/** What the paper's own text says of its train loss at the start, which its curve does not reach. */
const atStart = 1.97;

function lossTable(curves: readonly Curve[], published: readonly Curve[], time: number): FigureTable {
  const places = [0, 100_000, 200_000, 300_000, 400_000, 1_000_000];
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    title: "Losses",
    columns: ["sequences", ...curves.flatMap(({ label }) => [label, `${label}, paper`])],
    rows: places.map((at) => [
      at * time,
      ...curves.flatMap((curve) => {
        const theirs = published.find(({ label }) => label === curve.label);
        const told = at === 0 && curve.label === "train" ? atStart : Number.NaN;
        const read = theirs === undefined ? Number.NaN : valueAt(theirs, at);
        return [known(valueAt(curve, at * time)), known(Number.isFinite(read) ? read : told)];
      }),
    ]),
  };
}

/**
 * What the paper says about the losses of its base run.
 * @param curves of `train`, `class` and `relabel`, in this order
 * @param time what the paper's sequences are multiplied by
 * @param reason why numbers may differ here
 */
export function fig3aVerdicts(
  [train, ofClass, relabel]: readonly Curve[],
  time: number,
  seed: number,
  reason?: string,
): Verdict[] {
  if (train === undefined || ofClass === undefined || relabel === undefined) return [];
  const why = reason === undefined ? {} : { why: reason };
  const early = 100_000 * time;
  const plateau = timeBetween(train, 0.8 * Math.LN2, 1.2 * Math.LN2);
  const fall = timeBetween(train, 0.3 * Math.LN2, 0.8 * Math.LN2);
  const at = (curve: Curve) => formatValue(valueAt(curve, early));
  return [
    rangeVerdict(
      {
        statement: `The train loss stays within 20 % of ln 2 for ${formatSequences(early)} sequences or more.`,
        paper: "for about 170k: 0.74 at 100k, 0.60 at 200k",
        seed,
        ...why,
      },
      plateau,
      [early, null],
      (value) => `for ${formatSequences(value)}, ${at(train)} at ${formatSequences(early)}`,
    ),
    verdict(
      {
        statement: "It falls from 0.8 to 0.3 ln 2 in less time than it stayed on the plateau.",
        paper: "90k after 170k",
        seed,
        ...why,
      },
      `${formatSequences(fall)} after ${formatSequences(plateau)}`,
      fall > 0 && fall < plateau,
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement:
            `The phase change (train loss below 0.4 ln 2) is at ${formatSequences(250_000 * time)} to ` +
            `${formatSequences(330_000 * time)}, as on synthetic data before.`,
          paper: "280k on real features; 250k to 330k on synthetic data",
          seed,
          ...why,
        },
        firstBelow(train, phaseChangeLoss) ?? Infinity,
        [250_000 * time, 330_000 * time],
        (value) => (value === Infinity ? "never" : formatSequences(value)),
      ),
      reason,
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement: "At the end the training sequences are solved: train loss below 0.01.",
          paper: "≈ 0.001",
          seed,
          ...why,
        },
        lastValue(train),
        [null, 0.01],
      ),
      reason,
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement:
            "Classes never trained on are solved nearly as well: class loss 0.12 to 0.20 at the end.",
          paper: "≈ 0.125; 0.12 to 0.20 on synthetic data",
          seed,
          ...why,
        },
        lastValue(ofClass),
        [0.12, 0.2],
      ),
      reason,
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement: "Label pairs never trained on, too: relabel loss 0.01 to 0.03 at the end.",
          paper: "≈ 0.03; 0.01 to 0.03 on synthetic data",
          seed,
          ...why,
        },
        lastValue(relabel),
        [0.01, 0.03],
      ),
      reason,
    ),
    verdict(
      {
        statement: `Before the change, relabel loss is above the plateau and above train and class loss (at ${formatSequences(early)}).`,
        paper: "relabel 0.94, train 0.73, class 0.77",
        seed,
        ...why,
      },
      `relabel ${at(relabel)}, train ${at(train)}, class ${at(ofClass)}`,
      valueAt(relabel, early) > Math.max(Math.LN2, valueAt(train, early), valueAt(ofClass, early)),
    ),
    verdict(
      { statement: "At the end, relabel loss is below class loss.", paper: "0.03 and 0.125", seed, ...why },
      `${formatValue(lastValue(relabel))} and ${formatValue(lastValue(ofClass))}`,
      lastValue(relabel) < lastValue(ofClass),
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement: `The drop is over by ${formatSequences(400_000 * time)}: train loss below 0.15.`,
          paper: "0.20 at 300k, 0.07 at 400k",
          seed,
          ...why,
        },
        valueAt(train, 400_000 * time),
        [null, 0.15],
        (value) =>
          `${formatValue(valueAt(train, 300_000 * time))} at ${formatSequences(300_000 * time)}, ${formatValue(value)} at ${formatSequences(400_000 * time)}`,
      ),
      reason,
    ),
    // The paper's curve begins later.
    ...(Number.isFinite(valueAt(train, 0))
      ? [
          rangeVerdict(
            {
              statement:
                "Training begins by guessing among more labels than are in the context: train loss 1.6 to 2.4.",
              paper: String(atStart),
              seed,
              ...why,
            },
            valueAt(train, 0),
            [1.6, 2.4],
          ),
        ]
      : []),
  ];
}
