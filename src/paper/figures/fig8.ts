import { fig8 as experiments } from "../../experiment/presets/fig8.ts";
import type { LinePlot, PlotSeries } from "../../figures/figure.ts";
import type { Curve } from "../curve.ts";
import { curveOf } from "../curve.ts";
import type { Lab, PaperHeads, PaperRun } from "../lab.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { referenceCurves } from "../referenceCurves.ts";
import { lnTwoLine, referenceSeries, seriesOf } from "../series.ts";
import type { Fig8Losses } from "./fig8Verdicts.ts";
import { fig8Verdicts } from "./fig8Verdicts.ts";

/** The paper's curves that stand beside ours, in the same order: its heads are those of its own base run. */
const published = ["none", "L0H2", "L0H6", "L0H1,2,5", "all L0"];

/** Figure 8: heads of layer 0 are held at the previous-token pattern. */
export const fig8: PaperFigure = {
  id: "fig8",
  title: "Previous-token pattern on one, three and all heads of layer 0",
  seeds: [5],
  async build(lab, seeds) {
    const bySeed = await Promise.all(seeds.map((seed) => buildSeed(lab, seed)));
    return {
      id: "fig8",
      title: "Figure 8: which heads attend to the previous token",
      caption:
        "Train loss with one head in layer 1. The heads are those that the base run has: its previous-token head, the " +
        `head that is one least, and the three that are one most.${quickNote(lab)}`,
      plots: bySeed.map(({ seed, losses }) => plot(losses, seed, seeds.length > 1, lab)),
      tables: [],
      verdicts: bySeed.flatMap(({ seed, losses }) => fig8Verdicts(losses, seed, quickReason(lab))),
      runs: figureRuns(bySeed.flatMap(({ runs }) => runs)),
    };
  },
};

async function buildSeed(
  lab: Lab,
  seed: number,
): Promise<{ seed: number; losses: Fig8Losses; runs: readonly PaperRun[] }> {
  const [options, heads] = [await optionsOf(lab, seed), await lab.heads(seed)];
  const { other, three } = clampedHeads(heads);
  const runs = await runsOf(lab, experiments(options, { other, three }));
  const loss = (part: string, label: string): Curve => curveOf(runs[`fig8-${part}`]!, "train.loss", label);
  const losses = {
    none: loss("none", "no clamp"),
    previousToken: loss("previous-token", options.previousTokenHead),
    other: loss("other", other),
    three: loss("three", `L0H${three.map((head) => head.slice(3)).join(",")}`),
    all: loss("all", "all of layer 0"),
  };
  return { seed, losses, runs: Object.values(runs) };
}

/** The head of layer 0 with the lowest previous-token score, and the three with the highest, in order of layer 0. */
function clampedHeads({ previousToken }: PaperHeads): { other: string; three: string[] } {
  const byScore = previousToken.map((score, head) => ({ score, head })).sort((a, b) => b.score - a.score);
  const name = ({ head }: { head: number }) => `L0H${head}`;
  return { other: name(byScore.at(-1)!), three: byScore.slice(0, 3).map(name).sort() };
}

function plot(losses: Fig8Losses, seed: number, isOneOfSeveral: boolean, lab: Pick<Lab, "quick">): LinePlot {
  const time = paperTime(lab);
  const references = seed === 5 ? referenceCurves("fig8-loss") : [];
  const curves = [losses.none, losses.previousToken, losses.other, losses.three, losses.all];
  return {
    kind: "lines",
    title: `Train loss${isOneOfSeveral ? `, seed ${seed}` : ""}`,
    xTitle: "sequences seen",
    yTitle: "train loss",
    xRange: [0, 800_000 * time],
    series: curves.flatMap((curve, slot): PlotSeries[] => [
      seriesOf(curve, slot),
      ...references
        .filter(({ label }) => label === published[slot])
        .map((reference) => referenceSeries(reference, slot, time)),
    ]),
    references: [lnTwoLine],
  };
}
