import { fig4b } from "../../experiment/presets/fig4b.ts";
import { fig18Seeds } from "../../experiment/presets/fig18.ts";
import type { LinePlot, Verdict } from "../../figures/figure.ts";
import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import { curveOf, firstBelow } from "../curve.ts";
import type { Lab, PaperRun } from "../lab.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { rankCorrelation } from "../rankCorrelation.ts";
import { verdict } from "../verdicts.ts";

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
        "In every seed, the stronger a head is at the end of the base run, the more it reaches alone and the sooner " +
        `it learns when it is alone throughout training.${quickNote(lab)}`,
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
      verdicts: ofSeeds.flatMap(({ seed, heads }) => fig18Verdicts(heads, seed, quickReason(lab))),
      runs: figureRuns(ofSeeds.flatMap(({ runs }) => runs)),
    };
  },
};

async function ofSeed(lab: Lab, seed: number): Promise<SeedHeads> {
  const runs = await runsOf(lab, fig4b(await optionsOf(lab, seed)));
  const base = await lab.base(seed);
  const [ablations] = await measured(lab, base, "ablations");
  const heads = ablations!.value.heads.map(({ head, strength, alone }): SeedHead => {
    const curve = curveOf(runs[`fig4b-only-${head}`]!, "train.loss", head);
    return {
      head,
      strength: strength ?? Number.NaN,
      ...{ accuracy: alone.accuracy, loss: alone.loss },
      time: firstBelow(curve, phaseChangeLoss) ?? curve.x[curve.x.length - 1] ?? Number.NaN,
    };
  });
  return { seed, runs: [base, ...Object.values(runs)], heads };
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
 * What the paper says about strength in several seeds. It gives no numbers of it; half a rank correlation is the least
 * that is called one here.
 * @param reason why numbers may differ here
 */
export function fig18Verdicts(heads: readonly SeedHead[], seed: number, reason?: string): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const strengths = heads.map(({ strength }) => strength);
  const about = (key: "accuracy" | "loss" | "time", statement: string, sign: 1 | -1): Verdict => {
    const correlation = rankCorrelation(
      strengths,
      heads.map((head) => head[key]),
    );
    return verdict(
      {
        statement: `${statement}: rank correlation ${sign > 0 ? "0.5 or more" : "−0.5 or less"}.`,
        paper: "so in each of five seeds, with exceptions",
        seed,
        ...why,
      },
      correlation.toFixed(2).replace("-", "−"),
      Number.isFinite(correlation) ? correlation * sign >= 0.5 : null,
    );
  };
  return [
    about("accuracy", "Stronger heads have higher accuracy alone", 1),
    about("loss", "Stronger heads have lower loss alone", -1),
    about("time", "Stronger heads learn sooner alone", -1),
  ];
}
