import { fig4b as experiments } from "../../experiment/presets/fig4b.ts";
import type { Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstBelow, lastValue, valueAt } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { referenceCurves } from "../referenceCurves.ts";
import { lnTwoLine, referenceSeries, seriesOf } from "../series.ts";
import { allVerdict, firstVerdict, verdict } from "../verdicts.ts";

/** Figure 4b: every head of layer 1 alone, throughout training. */
export const fig4b: PaperFigure = {
  id: "fig4b",
  title: "Train loss with one layer-1 head active throughout",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const options = await optionsOf(lab, seed);
    const runs = await runsOf(lab, experiments(options));
    const time = paperTime(lab);
    const alone = Object.entries(runs)
      .filter(([name]) => name !== "fig4b-all")
      .map(([name, run]) => curveOf(run, "train.loss", `only ${name.replace("fig4b-only-", "")}`));
    const all = curveOf(runs["fig4b-all"]!, "train.loss", "all heads");
    const byTime = (curves: readonly Curve[]) =>
      [...curves].sort((a, b) => changeOf(a) - changeOf(b)).map(({ label }) => label);
    const [ours, theirs] = [byTime(alone), byTime(referenceCurves("fig4b-loss-single-head"))];
    const published = [...referenceCurves("fig4b-loss-single-head")];
    return {
      id: "fig4b",
      title: "Figure 4b: each layer-1 head alone",
      caption:
        "With all other heads of layer 1 ablated throughout training, every head learns the task, only later than all " +
        "together. Colours go by the order of phase changes, as heads of other initial parameters do not " +
        `correspond.${quickNote(lab)}`,
      plots: [
        {
          kind: "lines",
          title: `Seed ${seed}`,
          xTitle: "sequences seen",
          yTitle: "train loss",
          series: [
            seriesOf(all, 0),
            ...alone.map((curve) => seriesOf(curve, 1 + ours.indexOf(curve.label))),
            ...published.map((curve) => referenceSeries(curve, 1 + theirs.indexOf(curve.label), time)),
          ],
          references: [lnTwoLine],
        },
      ],
      tables: [
        {
          title: "Phase change (train loss below 0.4 ln 2), in sequences",
          columns: ["heads active", "phase change"],
          rows: [all, ...alone].map((curve) => [curve.label, firstBelow(curve, phaseChangeLoss)]),
        },
      ],
      verdicts: fig4bVerdicts(all, alone, `only ${options.strongest}`, seed, quickReason(lab), (label) => {
        const head = label.replace("only ", "");
        const at = 200_000 * time;
        const strengthIn = (name: string) => valueAt(curveOf(runs[name]!, `${head}.induction`, head), at);
        return {
          ...{ head, at },
          together: strengthIn("fig4b-all"),
          alone: strengthIn(`fig4b-only-${head}`),
        };
      }),
      runs: figureRuns(Object.values(runs)),
    };
  },
};

/** A head's induction strength on the plateau, among all heads and when it is the only one. */
export interface EarlyStrength {
  readonly head: string;
  /** In sequences. */
  readonly at: number;
  readonly together: number;
  readonly alone: number;
}

/** Why heads may learn sooner alone, where their strengths say so; undefined where they do not. */
function aheadWhy(strengths: readonly EarlyStrength[]): string | undefined {
  const ahead = strengths.filter(({ together, alone }) => alone > together);
  if (ahead.length === 0) return undefined;
  const texts = ahead.map(
    ({ head, at, together, alone }) =>
      `at ${formatSequences(at)}, ${head} has a strength of ${formatValue(alone)} alone and ${formatValue(together)} among all`,
  );
  return `A head that is alone does not share what is to be learned with others, and here that tells: ${texts.join("; ")}. Figure 18 has other seeds.`;
}

function changeOf(curve: Curve): number {
  return firstBelow(curve, phaseChangeLoss) ?? Infinity;
}

/**
 * What the paper says about heads that learn alone.
 * @param all the train loss of the base run
 * @param alone those of the runs with a single head
 * @param strongest the label of the run with the base run's strongest head
 * @param reason why numbers may differ here
 * @param earlyStrength of the head of a run with a single head, by its label
 */
export function fig4bVerdicts(
  all: Curve,
  alone: readonly Curve[],
  strongest: string,
  seed: number,
  reason?: string,
  earlyStrength?: (label: string) => EarlyStrength,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const moment = (curve: Curve) => ({ label: curve.label, at: firstBelow(curve, phaseChangeLoss) });
  const times = alone.map(changeOf);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const base = changeOf(all);
  const show = (at: number) => (at === Infinity ? "never" : formatSequences(at));
  const others = alone.filter(({ label }) => label !== strongest);
  const sooner = alone.filter((curve) => changeOf(curve) < base).map(({ label }) => label);
  const ahead = earlyStrength === undefined ? undefined : aheadWhy(sooner.map(earlyStrength));
  const ofStrongest = alone.find(({ label }) => label === strongest);
  return [
    allVerdict(
      {
        statement: "Every head learns the task alone: its train loss ends below 0.1.",
        paper: "all ≈ 0",
        seed,
        ...why,
      },
      alone.map((curve) => ({ label: curve.label, value: lastValue(curve) })),
      [null, 0.1],
    ),
    firstVerdict(
      {
        statement: "Alone, every head learns later than all heads together.",
        paper: "all heads are first; alone, 320k (L1H3) to 620k (L1H5), where its curves pass 0.4 ln 2",
        seed,
        ...(ahead === undefined ? why : { why: ahead }),
      },
      moment(all),
      alone.map(moment),
    ),
    verdict(
      {
        statement:
          "Heads differ much in when they learn alone: the last takes at least one and a half times as long as the first.",
        paper: "320k to 620k",
        seed,
        ...why,
      },
      `${show(first)} to ${show(last)}; all heads ${show(base)}`,
      Number.isFinite(first) && last >= 1.5 * first,
    ),
    ...(ofStrongest === undefined
      ? []
      : [
          firstVerdict(
            {
              statement: "The strongest head of the base run is the first to learn alone.",
              paper: "L1H3, the strongest, is first",
              seed,
              ...why,
            },
            moment(ofStrongest),
            others.map(moment),
          ),
        ]),
  ];
}
