import { fig5b as experiments } from "../../experiment/presets/fig5b.ts";
import type { Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstBelow, valueAt } from "../curve.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { lnTwoLine, seriesOf } from "../series.ts";
import { verdict } from "../verdicts.ts";

/** Checkpoints that progress measures are taken at. */
const places = 100;

/** Figure 10: clamping against progress measures. */
export const fig10: PaperFigure = {
  id: "fig10",
  title: "Clamping throughout training against progress measures",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const options = await optionsOf(lab, seed);
    const { strongest, previousTokenHead } = options;
    const all = experiments(options);
    const wanted = ["fig5b-none", "fig5b-previous-token", "fig5b-match"];
    const runs = await runsOf(lab, Object.fromEntries(wanted.map((name) => [name, all[name]!])));
    const [none, previousToken, match] = wanted.map((name) => runs[name]!);
    const time = paperTime(lab);
    const length = 600_000 * time;
    const under = {
      "previous-token": [{ kind: "previous-token", heads: [previousTokenHead] }],
      match: [{ kind: "induction", heads: [strongest] }],
    };
    const progress = await measured(lab, none!, "progress", {
      at: Array.from({ length: places + 1 }, (_, place) => Math.round((place * length) / places)),
      options: { sequences: "train", previousTokenHead, inductionHead: strongest, under },
    });
    const progressOf = (name: keyof typeof under, label: string): Curve => ({
      label,
      x: progress.map(({ sequences }) => sequences),
      y: progress.map(
        ({ value }) => value.measures.find((each) => each.name === name)?.metrics.loss ?? Number.NaN,
      ),
    });
    const unclamped = curveOf(none!, "train.loss", "no clamp");
    const clamped = [
      curveOf(previousToken!, "train.loss", "previous-token pattern"),
      curveOf(match!, "train.loss", "match"),
    ];
    const measures = [progressOf("previous-token", "previous-token pattern"), progressOf("match", "match")];
    const plot = (title: string, curves: readonly Curve[]) => ({
      kind: "lines" as const,
      title,
      xTitle: "sequences seen",
      yTitle: "train loss",
      series: [seriesOf(unclamped, 0), ...curves.map((curve, at) => seriesOf(curve, at + 1))],
      references: [lnTwoLine],
    });
    return {
      id: "fig10",
      title: "Figure 10: clamping and progress measures",
      caption:
        "Left: clamped throughout training. Right: the run without a clamp, with the same clamp put on at its " +
        "checkpoints, which shows how far the rest has come. They differ: under a clamp the rest is learned sooner." +
        quickNote(lab),
      plots: [plot("Clamped throughout training", clamped), plot("Clamped at checkpoints only", measures)],
      plotColumns: 2,
      tables: [],
      verdicts: fig10Verdicts(unclamped, clamped, measures, seed, quickReason(lab)),
      runs: figureRuns([none!, previousToken!, match!]),
    };
  },
};

/**
 * What the paper says about clamping and progress measures. It gives no numbers of it.
 * @param clamped train losses under clamps
 * @param progress losses of the run without one, under the same clamps in the same order
 * @param reason why numbers may differ here
 */
export function fig10Verdicts(
  none: Curve,
  clamped: readonly Curve[],
  progress: readonly Curve[],
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const show = (at: number | null) => (at === null ? "never" : formatSequences(at));
  const change = firstBelow(none, phaseChangeLoss);
  const halfway = change === null ? Number.NaN : change / 2;
  return clamped.flatMap((curve, at) => {
    const measure = progress[at]!;
    const [under, after] = [firstBelow(curve, phaseChangeLoss), firstBelow(measure, phaseChangeLoss)];
    const [low, high] = [valueAt(curve, halfway), valueAt(measure, halfway)];
    return [
      verdict(
        {
          statement: `${curve.label}: the progress measure falls below 0.4 ln 2 later than the loss under the clamp.`,
          paper: "clamping differs from a progress measure",
          seed,
          ...why,
        },
        `${show(after)}, under the clamp ${show(under)}; no clamp ${show(change)}`,
        under !== null && under < (after ?? Infinity),
      ),
      verdict(
        {
          statement: `${curve.label}: halfway to the unclamped phase change, the loss under the clamp is below the progress measure.`,
          paper: "clamping differs from a progress measure",
          seed,
          ...why,
        },
        `${formatValue(low)} and ${formatValue(high)} at ${formatSequences(halfway)}`,
        Number.isFinite(low) && Number.isFinite(high) ? low < high : null,
      ),
    ];
  });
}
