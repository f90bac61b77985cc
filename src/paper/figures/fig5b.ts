import { fig5b as experiments } from "../../experiment/presets/fig5b.ts";
import type { Figure, Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { curveOf, firstBelow, pointsOf, timeBetween, valueAt } from "../curve.ts";
import type { Lab } from "../lab.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { referenceCurves } from "../referenceCurves.ts";
import { lnTwoLine, referenceSeries, seriesOf } from "../series.ts";
import { allVerdict, orderVerdict, verdict } from "../verdicts.ts";

/** What is clamped, in the order of the paper's legend. */
const circuits = [
  "none",
  "previous-token",
  "perfect-layer-0",
  "match",
  "copy",
  "perfect-layer-0 + copy",
] as const;

/** Figure 5b: three subcircuits, clamped one after the other. */
export const fig5b: PaperFigure = {
  id: "fig5b",
  title: "Train loss when subcircuits are clamped",
  seeds: [5, 6, 7],
  async build(lab, seeds) {
    const time = paperTime(lab);
    const ofSeeds = await Promise.all(seeds.map((seed) => ofSeed(lab, seed)));
    const published = referenceCurves("fig5b-loss");
    const places = [50_000, 100_000, 200_000, 400_000];
    return {
      id: "fig5b",
      title: "Figure 5b: three subcircuits",
      caption:
        "Clamping a part of the induction circuit throughout training lets the rest be learned sooner; the more is " +
        `clamped, the shorter the plateau.${quickNote(lab)}`,
      plots: ofSeeds.map(({ seed, curves, strongest, previousTokenHead }) => ({
        kind: "lines" as const,
        title: `Seed ${seed}: ${strongest} alone, previous-token head ${previousTokenHead}`,
        xTitle: "sequences seen",
        yTitle: "train loss",
        xRange: [0, 400_000 * time] as const,
        series: [
          ...curves.map(seriesOf),
          ...published.map((curve) =>
            referenceSeries(
              curve,
              circuits.findIndex((circuit) => circuit === curve.label),
              time,
            ),
          ),
        ],
        references: [lnTwoLine],
      })),
      plotColumns: Math.min(3, seeds.length),
      tables: ofSeeds.map(({ seed, curves }) => lossTable(seed, curves, published, places, time)),
      verdicts: ofSeeds.flatMap(({ seed, curves }) => fig5bVerdicts(curves, time, seed, quickReason(lab))),
      runs: figureRuns(ofSeeds.flatMap(({ runs }) => runs)),
    };
  },
};

async function ofSeed(lab: Lab, seed: number) {
  const options = await optionsOf(lab, seed);
  const runs = Object.values(await runsOf(lab, experiments(options)));
  const curves = runs.map((run, at) => curveOf(run, "train.loss", circuits[at] ?? run.name));
  return { ...options, runs, curves };
}

function lossTable(
  seed: number,
  curves: readonly Curve[],
  published: readonly Curve[],
  places: readonly number[],
  time: number,
): Figure["tables"][number] {
  return {
    title: `Train loss, seed ${seed}`,
    columns: [
      "clamped",
      ...places.flatMap((at) => [formatSequences(at * time), `${formatSequences(at)}, paper`]),
    ],
    rows: curves.map((curve) => {
      const reference = published.find(({ label }) => label === curve.label);
      return [
        curve.label,
        ...places.flatMap((at) => {
          const theirs = reference === undefined ? Number.NaN : valueAt(reference, at);
          return [valueAt(curve, at * time), theirs].map((value) => (Number.isFinite(value) ? value : null));
        }),
      ];
    }),
  };
}

/**
 * What the paper says about clamped subcircuits.
 * @param curves train losses in the order of the paper's legend: nothing clamped, previous-token pattern, perfect layer
 *   0, match, copy, perfect layer 0 + copy
 * @param time what the paper's sequences are multiplied by
 * @param reason why numbers may differ here
 */
export function fig5bVerdicts(
  curves: readonly Curve[],
  time: number,
  seed: number,
  reason?: string,
): Verdict[] {
  const [none, previousToken, layer0, match, copy, layer0AndCopy] = curves;
  if (!none || !previousToken || !layer0 || !match || !copy || !layer0AndCopy) return [];
  const why = reason === undefined ? {} : { why: reason };
  const early = 10_000 * time;
  const clamped = [previousToken, layer0, match, copy, layer0AndCopy];
  const plateau = (curve: Curve) => timeBetween(curve, 0.8 * Math.LN2, 1.2 * Math.LN2);
  const longest = plateau(none);
  const overtaken = pointsOf(layer0).find(([x, y]) => x > early && y < valueAt(none, x))?.[0] ?? null;
  return [
    nestedVerdict(
      [
        [none, previousToken],
        [previousToken, layer0],
        [layer0, match],
        [layer0, layer0AndCopy],
        [none, copy],
        [copy, layer0AndCopy],
      ],
      { seed, ...why },
    ),
    orderVerdict(
      {
        statement:
          "Phase changes come in this order: perfect layer 0 + copy, match, copy, perfect layer 0, previous-token, none.",
        paper: "30k, 40k, 50k, 80k, 220k, 320k",
        seed,
        ...(isSooner(copy, match) ? { why: unordered } : why),
      },
      [layer0AndCopy, match, copy, layer0, previousToken, none].map(moment),
    ),
    verdict(
      {
        statement: `Perfect layer 0 starts higher (at ${formatSequences(early)}) and then overtakes no clamp before its phase change.`,
        paper: "1.63 against 1.39, below from 60k on",
        seed,
        ...why,
      },
      `${formatValue(valueAt(layer0, early))} against ${formatValue(valueAt(none, early))}, ` +
        (overtaken === null ? "never below" : `below from ${formatSequences(overtaken)} on`),
      valueAt(layer0, early) > valueAt(none, early) &&
        overtaken !== null &&
        overtaken < (firstBelow(none, phaseChangeLoss) ?? Infinity),
    ),
    allVerdict(
      {
        statement: `Every clamp shortens the plateau, the time within 20 % of ln 2 (no clamp: ${formatSequences(longest)}).`,
        paper: "none 205k, previous-token 114k, the others at most 30k",
        seed,
        ...why,
      },
      clamped.map((curve) => ({ label: curve.label, value: plateau(curve) })),
      [null, longest * (1 - 1e-9)],
      formatSequences,
    ),
    verdict(
      {
        statement: "A previous-token pattern leaves a plateau: longer than with any other clamp.",
        paper: "114k against at most 30k",
        seed,
        ...why,
      },
      `${formatSequences(plateau(previousToken))} against at most ` +
        formatSequences(Math.max(...clamped.slice(1).map(plateau))),
      clamped.slice(1).every((curve) => plateau(curve) < plateau(previousToken)),
    ),
    allVerdict(
      {
        statement:
          "With copy clamped only labels of the context can be answered: the loss begins within 0.3 of ln 2.",
        paper: "copy 0.81, perfect-layer-0 + copy 0.75; the others near 1.8",
        seed,
        ...why,
      },
      [copy, layer0AndCopy].map((curve) => ({
        label: curve.label,
        value: pointsOf(curve)[0]?.[1] ?? Number.NaN,
      })),
      [Math.LN2 - 0.3, Math.LN2 + 0.3],
    ),
    verdict(
      {
        statement: `At ${formatSequences(100_000 * time)}, no clamp and a previous-token pattern are on the plateau still (above 0.8 ln 2), all others past it (below 0.4 ln 2).`,
        paper: "0.73 and 0.71; 0.16, 0.04, 0.09, 0.04",
        seed,
        ...why,
      },
      [none, ...clamped]
        .map((curve) => `${curve.label} ${formatValue(valueAt(curve, 100_000 * time))}`)
        .join(" · "),
      [none, previousToken].every((curve) => valueAt(curve, 100_000 * time) > 0.8 * Math.LN2) &&
        clamped.slice(1).every((curve) => valueAt(curve, 100_000 * time) < phaseChangeLoss),
    ),
  ];
}

/** Why match and copy may come in the other order. */
const unordered =
  "Match leaves copying to be learned, copy leaves matching: neither clamp holds what the other does, so that either " +
  "may be sooner. In the paper they are 10k apart.";

function moment(curve: Curve) {
  return { label: curve.label, at: firstBelow(curve, phaseChangeLoss) };
}

function isSooner(one: Curve, other: Curve): boolean {
  return (moment(one).at ?? Infinity) < (moment(other).at ?? Infinity);
}

/**
 * The more of the circuit is clamped, the sooner the rest is learned.
 * @param pairs a clamp, and one that holds all that it holds and more
 */
function nestedVerdict(
  pairs: readonly (readonly [less: Curve, more: Curve])[],
  about: Pick<Verdict, "seed" | "why">,
): Verdict {
  const show = (curve: Curve) => {
    const { at } = moment(curve);
    return at === null ? "never" : formatSequences(at);
  };
  const wrong = pairs.filter(([less, more]) => !isSooner(more, less));
  const names = wrong.map(([less, more]) => `${more.label} / ${less.label}`).join(", ");
  return verdict(
    {
      statement:
        "The more of the circuit is clamped, the sooner the rest is learned: each clamp that holds another and more changes phase before it.",
      paper: "320k, 220k, 80k, 40k; 80k, 30k; 320k, 50k, 30k",
      ...about,
      why: [`Not sooner: ${names}.`, about.why].filter((part) => part !== undefined).join(" "),
    },
    pairs.map(([less, more]) => `${less.label} ${show(less)} > ${more.label} ${show(more)}`).join(" · "),
    wrong.length === 0,
  );
}
