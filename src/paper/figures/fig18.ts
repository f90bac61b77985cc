import { fig4b } from "../../experiment/presets/fig4b.ts";
import { fig18Seeds } from "../../experiment/presets/fig18.ts";
import type { LinePlot, Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { curveOf, firstBelow } from "../curve.ts";
import type { Lab, PaperRun } from "../lab.ts";
import { formatSequences } from "../../runs/comparison/formatNumbers.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { rankCorrelation } from "../rankCorrelation.ts";
import { rangeVerdict, verdict } from "../verdicts.ts";

/** A head of layer 1 in one seed's runs. */
export interface SeedHead {
  readonly head: string;
  /** At the end of the base run, exact. */
  readonly strength: number;
  /** Of the base run's model with all other heads of the layer ablated. */
  readonly accuracy: number;
  readonly loss: number;
  /** Sequences to the phase change when it is alone throughout training; all of the run where there was none. */
  readonly time: number;
}

/** The heads of one seed. */
interface SeedHeads {
  readonly seed: number;
  readonly runs: readonly PaperRun[];
  /** Sequences to the phase change of the base run; all of it where there was none. */
  readonly together: number;
  readonly heads: readonly SeedHead[];
}

/** Figure 18: strength against accuracy, loss and learning time, in several seeds. */
export const fig18: PaperFigure = {
  id: "fig18",
  title: "Strength against accuracy, loss and learning time in five seeds",
  seeds: fig18Seeds,
  async build(lab, seeds) {
    const ofSeeds = await Promise.all(seeds.map((seed) => ofSeed(lab, seed)));
    return {
      id: "fig18",
      title: "Figure 18: other initial parameters",
      caption:
        "The stronger a head is at the end of the base run, the more it reaches alone; how soon it learns when it is " +
        `alone throughout training goes with it less.${quickNote(lab)}`,
      plots: [
        plot("accuracy", "accuracy alone", ofSeeds),
        plot("loss", "loss alone", ofSeeds),
        plot("time", "sequences to the phase change alone", ofSeeds),
      ],
      plotColumns: 3,
      tables: ofSeeds.map(({ seed, heads }) => ({
        title: `Seed ${seed}`,
        columns: ["head", "strength", "accuracy", "loss", "learning time"],
        rows: heads.map(({ head, strength, accuracy, loss, time }) => [head, strength, accuracy, loss, time]),
      })),
      verdicts: [
        ...ofSeeds.flatMap(({ seed, heads }) => fig18Verdicts(heads, seed, quickReason(lab))),
        learningTimeVerdict(ofSeeds, quickReason(lab)),
        togetherFirstVerdict(ofSeeds, quickReason(lab)),
      ],
      runs: figureRuns(ofSeeds.flatMap(({ runs }) => runs)),
    };
  },
};

async function ofSeed(lab: Lab, seed: number): Promise<SeedHeads> {
  const runs = await runsOf(lab, fig4b(await optionsOf(lab, seed)));
  const base = await lab.base(seed);
  const [ablations] = await measured(lab, base, "ablations");
  const heads = ablations!.value.heads.map(({ head, strength, alone }): SeedHead => {
    return {
      head,
      strength: strength ?? Number.NaN,
      ...{ accuracy: alone.accuracy, loss: alone.loss },
      time: learningTime(runs[`fig4b-only-${head}`]!),
    };
  });
  return { seed, runs: [base, ...Object.values(runs)], together: learningTime(base), heads };
}

function learningTime(run: PaperRun): number {
  const curve = curveOf(run, "train.loss", run.name);
  return firstBelow(curve, phaseChangeLoss) ?? curve.x[curve.x.length - 1] ?? Number.NaN;
}

function plot(key: "accuracy" | "loss" | "time", xTitle: string, seeds: readonly SeedHeads[]): LinePlot {
  return {
    kind: "lines",
    title: `Strength and ${xTitle}`,
    xTitle,
    yTitle: "induction strength",
    series: seeds.map(({ seed, heads }, slot) => ({
      label: `seed ${seed}`,
      x: heads.map((head) => head[key]),
      y: heads.map(({ strength }) => strength),
      slot,
      look: "circle",
    })),
  };
}

/**
 * What the paper says about strength and what a head reaches alone. Half a rank correlation is the least that is called
 * one here.
 * @param reason why numbers may differ here
 */
export function fig18Verdicts(heads: readonly SeedHead[], seed: number, reason?: string): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const accuracy = correlationWith(heads, "accuracy");
  const loss = correlationWith(heads, "loss");
  return [
    rangeVerdict(
      {
        statement: "Stronger heads have higher accuracy alone: rank correlation 0.5 or more.",
        paper: "0.95 in seed 5; others are shown, without numbers",
        seed,
        ...why,
      },
      accuracy,
      [0.5, null],
      show,
    ),
    rangeVerdict(
      {
        statement: "Stronger heads have lower loss alone: rank correlation −0.5 or less.",
        paper: "as accuracy",
        seed,
        ...why,
      },
      loss,
      [null, -0.5],
      show,
    ),
  ];
}

/**
 * What the paper says about strength and learning time, of all seeds together: of one alone it says little.
 * @param reason why numbers may differ here
 */
export function learningTimeVerdict(
  seeds: readonly Pick<SeedHeads, "seed" | "heads">[],
  reason?: string,
): Verdict {
  const each = seeds.map(({ seed, heads }) => ({ seed, value: correlationWith(heads, "time") }));
  const mean = each.reduce((sum, { value }) => sum + value, 0) / each.length;
  return rangeVerdict(
    {
      statement:
        "On the whole, stronger heads learn sooner alone: the seeds' mean rank correlation is negative.",
      paper: "−0.26 in seed 5; others are shown, without numbers",
      ...(reason === undefined ? {} : { why: reason }),
    },
    mean,
    [null, -1e-9],
    (value) =>
      `${show(value)}; ${each.map(({ seed, value: own }) => `seed ${seed} ${show(own)}`).join(" · ")}`,
  );
}

/**
 * Whether all heads together learn before each of them alone, in most seeds.
 * @param reason why numbers may differ here
 */
export function togetherFirstVerdict(
  seeds: readonly (Pick<SeedHeads, "seed" | "together"> & { heads: readonly Pick<SeedHead, "time">[] })[],
  reason?: string,
): Verdict {
  const each = seeds.map(({ seed, together, heads }) => ({
    ...{ seed, together },
    alone: Math.min(...heads.map(({ time }) => time)),
  }));
  const first = each.filter(({ together, alone }) => together < alone);
  const times = each.map(
    ({ seed, together, alone }) =>
      `seed ${seed} ${formatSequences(together)}, alone ${formatSequences(alone)}`,
  );
  return verdict(
    {
      statement: "In most seeds all heads together learn before the first of them alone (figure 4b).",
      paper: "280k, alone 320k in seed 5",
      ...(reason === undefined ? {} : { why: reason }),
    },
    `${first.length} of ${each.length}: ${times.join(" · ")}`,
    first.length > each.length / 2,
  );
}

function correlationWith(heads: readonly SeedHead[], key: "accuracy" | "loss" | "time"): number {
  return rankCorrelation(
    heads.map(({ strength }) => strength),
    heads.map((head) => head[key]),
  );
}

function show(correlation: number): string {
  return correlation.toFixed(2).replace("-", "−");
}
