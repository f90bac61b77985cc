import type { Verdict } from "../../figures/figure.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { distanceByRank, near, publishedHeads } from "../publishedHeads.ts";
import { allVerdict, ofFullLength, rangeVerdict, verdict } from "../verdicts.ts";
import type { AblationPoint } from "./ablationPoints.ts";
import { ablationPlot, ablationPoints, ablationTable, aloneByStrength } from "./ablationPoints.ts";

/** Figure 4a: accuracy at the end of training after ablations, against induction strength. */
export const fig4a: PaperFigure = {
  id: "fig4a",
  title: "Accuracy against strength, one head ablated or left alone",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const [[ablations], [direct]] = await Promise.all([
      measured(lab, run, "ablations"),
      measured(lab, run, "direct-output"),
    ]);
    const { value } = ablations!;
    const points = ablationPoints(value, "accuracy");
    const layer0 = direct!.value.layers.find(({ layer }) => layer === 0)?.accuracy ?? Number.NaN;
    return {
      id: "fig4a",
      title: "Figure 4a: accuracy after ablations",
      caption:
        "At the end of training, on all training sequences: no single head of layer 1 is needed, and what a head " +
        `reaches alone goes with its induction strength.${quickNote(lab)}`,
      plots: [ablationPlot(points, "accuracy", value.none.accuracy)],
      tables: [ablationTable(points, "accuracy")],
      verdicts: fig4aVerdicts(value.none.accuracy, points, layer0, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};

/**
 * What the paper says about accuracies after ablations.
 * @param none accuracy without ablation
 * @param layer0 accuracy without layer 0's direct output, its patterns and values preserved
 * @param reason why numbers may differ here
 */
export function fig4aVerdicts(
  none: number,
  points: readonly AblationPoint[],
  layer0: number,
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const correlation = aloneByStrength(points);
  const [strongest, ...others] = [...points].sort((a, b) => b.strength - a.strength);
  const best = Math.max(...others.map(({ alone }) => alone));
  const alone = strongest?.alone ?? Number.NaN;
  const weakest = others.at(-1);
  return [
    rangeVerdict(
      {
        statement: "Without ablation every sequence is solved: accuracy 0.999 or more.",
        paper: "1.000",
        seed,
        ...why,
      },
      none,
      [0.999, null],
      exact,
    ),
    allVerdict(
      {
        statement: "No single head is needed: accuracy 0.985 or more with any one head ablated.",
        paper: "≥ 0.985 for all",
        seed,
        ...why,
      },
      points.map(({ head, without }) => ({ label: head, value: without })),
      [0.985, null],
    ),
    rangeVerdict(
      {
        statement: "What a head reaches alone goes with its strength: rank correlation 0.9 or more.",
        paper: "0.95",
        seed,
        ...why,
      },
      correlation,
      [0.9, null],
      (value) => value.toFixed(2),
    ),
    verdict(
      {
        statement: "The strongest head alone nearly suffices (0.9 or more), and reaches more than any other.",
        paper: "L1H3 0.980, the next 0.765",
        seed,
        ...why,
      },
      `${strongest?.head ?? ""} ${formatValue(alone)}, the next ${formatValue(best)}`,
      alone >= 0.9 && alone > best,
    ),
    verdict(
      {
        statement: "Weak heads reach little alone: the one of the lowest strength below 0.5.",
        paper: "0.292, at a strength of 0.104",
        seed,
        ...why,
      },
      weakest === undefined
        ? "–"
        : `${formatValue(weakest.alone)}, at a strength of ${formatValue(weakest.strength)}`,
      weakest === undefined ? null : weakest.alone < 0.5,
    ),
    rangeVerdict(
      {
        statement:
          "Layer 0 only serves layer 1: without its own output, patterns and values preserved, accuracy stays above 0.99.",
        paper: "0.9999",
        seed,
        ...why,
      },
      layer0,
      [0.99, null],
      exact,
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement: `By rank, what heads reach alone is within ${near} of the paper's.`,
          paper: publishedHeads
            .map((head) => formatValue(head.alone))
            .sort()
            .reverse()
            .join(" · "),
          seed,
          why: "It goes with the strengths, which are others for other initial parameters (figure 3b).",
        },
        distanceByRank(
          points.map((point) => point.alone),
          publishedHeads.map((head) => head.alone),
        ),
        [null, near],
        (value) => {
          const sorted = points.map((point) => point.alone).sort((a, b) => b - a);
          return `${sorted.map(formatValue).join(" · ")}: up to ${formatValue(value)} apart`;
        },
      ),
      reason,
    ),
  ];
}

function exact(value: number): string {
  return value.toFixed(4);
}
