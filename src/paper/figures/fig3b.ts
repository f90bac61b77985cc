import type { Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstAbove, firstBelow, lastValue, valueAt } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { distanceByRank, near, publishedHeads } from "../publishedHeads.ts";
import { referenceCurves } from "../referenceCurves.ts";
import { referenceSeries, seriesOf } from "../series.ts";
import { allVerdict, ofFullLength, rangeVerdict, verdict } from "../verdicts.ts";

/** Above this, a head's induction strength is more than noise: the paper's heads stay below 0.02 until the rise. */
const risen = 0.03;

/** Figure 3b: induction strength of each head of layer 1 over training. */
export const fig3b: PaperFigure = {
  id: "fig3b",
  title: "Induction strength of each layer-1 head over training",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const [run, heads] = await Promise.all([lab.base(seed), lab.heads(seed)]);
    const time = paperTime(lab);
    const names = heads.strengths.map((_, head) => `L1H${head}`);
    const curves = names.map((name) => curveOf(run, `${name}.induction`, name));
    const published = referenceCurves("fig3b-induction-strength");
    // Heads of other initial parameters do not correspond; those of the same rank at the end look alike.
    const slots = ranks(heads.strengths);
    const publishedSlots = ranks(published.map(lastValue));
    const byRank = [...heads.strengths].sort((a, b) => b - a);
    const publishedByRank = published.map(lastValue).sort((a, b) => b - a);
    return {
      id: "fig3b",
      title: "Figure 3b: induction strength of each layer-1 head",
      caption:
        "Several heads become induction heads at about the same time, and to different degrees. Strengths are of the " +
        "evaluation set; those of the table are exact. Colours go by rank at the end, as heads of other initial " +
        `parameters do not correspond.${quickNote(lab)}`,
      plots: [
        {
          kind: "lines",
          title: `Seed ${seed}`,
          xTitle: "sequences seen",
          yTitle: "induction strength",
          yRange: [-0.05, 1],
          series: [
            ...curves.map((curve, head) => seriesOf(curve, slots[head]!)),
            ...published.map((curve, head) => referenceSeries(curve, publishedSlots[head]!, time)),
          ],
        },
      ],
      tables: [
        {
          title: "Strength at the end, strongest first",
          columns: ["rank", "head", "strength", "paper's head", "paper"],
          rows: byRank.map((strength, rank) => [
            rank + 1,
            names[slots.indexOf(rank)]!,
            strength,
            published[publishedSlots.indexOf(rank)]?.label ?? null,
            publishedByRank[rank] ?? null,
          ]),
        },
      ],
      verdicts: fig3bVerdicts(
        curves,
        heads.strengths,
        firstBelow(curveOf(run, "train.loss", "train"), phaseChangeLoss),
        time,
        seed,
        quickReason(lab),
      ),
      runs: figureRuns([run]),
    };
  },
};

/** The rank of each value, 0 for the largest. */
function ranks(values: readonly number[]): number[] {
  return values.map(
    (value, at) => values.filter((other, place) => other > value || (other === value && place < at)).length,
  );
}

/**
 * What the paper says about induction strengths.
 * @param curves of all heads
 * @param strengths at the end, in the same order
 * @param change when the train loss fell below 0.4 ln 2
 * @param time what the paper's sequences are multiplied by
 * @param reason why numbers may differ here
 */
export function fig3bVerdicts(
  curves: readonly Curve[],
  strengths: readonly number[],
  change: number | null,
  time: number,
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const early = 100_000 * time;
  const rises = curves.map((curve) => firstAbove(curve, risen)).filter((at) => at !== null);
  const rise = rises.length === 0 ? null : Math.min(...rises);
  const show = (at: number | null) => (at === null || at === Infinity ? "never" : formatSequences(at));
  const [low, high] = [100_000 * time, 200_000 * time];
  const strong = strengths.filter((strength) => strength > 0.5).length;
  const [weakest, strongest] = [Math.min(...strengths), Math.max(...strengths)];
  const distance = distanceByRank(
    strengths,
    publishedHeads.map((head) => head.strength),
  );
  return [
    allVerdict(
      {
        statement: `On the plateau no head is an induction head: no strength beyond ±${risen} at ${formatSequences(early)}.`,
        paper: "up to 0.016",
        seed,
        ...why,
      },
      // Hidden behind others in the paper's plot, a curve has no value there.
      curves
        .map((curve) => ({ label: curve.label, value: valueAt(curve, early) }))
        .filter(({ value }) => Number.isFinite(value)),
      [-risen, risen],
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement: `The rise starts near ${formatSequences(150_000 * time)}: a strength passes ${risen} between ${show(low)} and ${show(high)}.`,
          paper: "near 150k",
          seed,
          ...why,
        },
        rise ?? Infinity,
        [low, high],
        show,
      ),
      reason,
    ),
    verdict(
      {
        statement: "Strengths rise before the loss drops below 0.4 ln 2.",
        paper: "150k, before 280k",
        seed,
        ...why,
      },
      `${show(rise)}, and ${show(change)}`,
      rise !== null && rise < (change ?? Infinity),
    ),
    verdict(
      {
        statement: "More than one head becomes an induction head: at least two end above 0.5.",
        paper: "5 of 8",
        seed,
        ...why,
      },
      `${strong} of ${strengths.length}`,
      strong >= 2,
    ),
    verdict(
      {
        statement: "Heads end at all degrees: the weakest below 0.2, the strongest above 0.8.",
        paper: "0.104 to 0.845; 0.1 to 0.93 on synthetic data",
        seed,
        ...why,
      },
      `${formatValue(weakest)} to ${formatValue(strongest)}`,
      weakest < 0.2 && strongest > 0.8,
    ),
    ofFullLength(
      rangeVerdict(
        {
          statement: `By rank, strengths at the end are within ${near} of the paper's.`,
          paper: publishedHeads.map((head) => formatValue(head.strength)).join(" · "),
          seed,
          why: "How many heads become induction heads, and how far, differs between initial parameters, and so do figures 4a and 18.",
        },
        distance,
        [null, near],
        (value) =>
          `${[...strengths]
            .sort((a, b) => b - a)
            .map(formatValue)
            .join(" · ")}: up to ${formatValue(value)} apart`,
      ),
      reason,
    ),
  ];
}
