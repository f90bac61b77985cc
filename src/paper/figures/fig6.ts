import type { Fig6Part } from "../../experiment/presets/fig6.ts";
import { fig6 as experiments } from "../../experiment/presets/fig6.ts";
import type { LinePlot, PlotSeries } from "../../figures/figure.ts";
import type { Curve } from "../curve.ts";
import { curveOf } from "../curve.ts";
import type { Lab, PaperRun } from "../lab.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { referenceCurves } from "../referenceCurves.ts";
import { lnTwoLine, referenceSeries, seriesOf } from "../series.ts";
import { upTo } from "../upTo.ts";
import type { Fig6Losses } from "./fig6Verdicts.ts";
import { fig6Definition, fig6Verdicts } from "./fig6Verdicts.ts";

/** The columns of the figure: title, what is drawn (in sequences at full length), and the file of the paper's curves. */
const columns: Readonly<Record<Fig6Part, { title: string; length: number; file: string }>> = {
  normal: { title: "Normal training", length: 2_000_000, file: "fig6-normal" },
  b: { title: "Subcircuit B", length: 300_000, file: "fig6-subcircuit-B" },
  c: { title: "Subcircuit C", length: 300_000, file: "fig6-subcircuit-C" },
  "b-and-c": { title: "Subcircuits B and C", length: 300_000, file: "fig6-subcircuits-B-and-C" },
};

const parts: readonly Fig6Part[] = ["normal", "b", "c", "b-and-c"];

/** The settings of each row, smallest first, by the endings of names; labels as in the paper's files. */
const rows = {
  classes: { "": "50 classes", "-100-classes": "100 classes", "-200-classes": "200 classes" },
  labels: { "": "5 labels", "-10-labels": "10 labels", "-15-labels": "15 labels" },
} as const;

/** Figure 6: the data decide which subcircuit is slow. */
export const fig6: PaperFigure = {
  id: "fig6",
  title: "More classes slow subcircuit B, more labels slow C",
  async build(lab, seeds) {
    const bySeed = await Promise.all(
      seeds.map(async (seed) => ({ seed, runs: await runsOf(lab, experiments(await optionsOf(lab, seed))) })),
    );
    const losses = bySeed.map(({ seed, runs }) => ({ seed, losses: lossesOf(runs, lab) }));
    return {
      id: "fig6",
      title: "Figure 6: data-dependent shifts",
      caption:
        "Train loss with one head in layer 1. More classes delay learning to match (B), more labels delay learning to " +
        `copy (C), and normal training is delayed by both. ${fig6Definition}${quickNote(lab)}`,
      plots: losses.flatMap(({ seed, losses: each }) => plots(each, seed, seeds.length > 1, lab)),
      plotColumns: parts.length,
      tables: [],
      verdicts: losses.flatMap(({ seed, losses: each }) => fig6Verdicts(each, seed, quickReason(lab))),
      runs: figureRuns(bySeed.flatMap(({ runs }) => Object.values(runs))),
    };
  },
};

/** The curves of a seed, as far as they are drawn. */
function lossesOf(
  runs: Readonly<Record<string, PaperRun>>,
  lab: Pick<Lab, "quick">,
): Readonly<Record<Fig6Part, Fig6Losses>> {
  const along = (part: Fig6Part, settings: Readonly<Record<string, string>>): Curve[] =>
    Object.entries(settings).map(([ending, label]) =>
      upTo(
        curveOf(runs[`fig6-${part}${ending}`]!, "train.loss", label),
        columns[part].length * paperTime(lab),
      ),
    );
  const of = (part: Fig6Part): Fig6Losses => ({
    classes: along(part, rows.classes),
    labels: along(part, rows.labels),
  });
  return { normal: of("normal"), b: of("b"), c: of("c"), "b-and-c": of("b-and-c") };
}

/** Two rows of plots: by classes and by labels. */
function plots(
  losses: Readonly<Record<Fig6Part, Fig6Losses>>,
  seed: number,
  isOneOfSeveral: boolean,
  lab: Pick<Lab, "quick">,
): LinePlot[] {
  const time = paperTime(lab);
  return (["classes", "labels"] as const).flatMap((row) =>
    parts.map((part): LinePlot => {
      const { title, length, file } = columns[part];
      // The paper has curves of seed 5 alone.
      const published = seed === 5 ? referenceCurves(`${file}-${row}`) : [];
      return {
        kind: "lines",
        title: `${title}: ${row}${isOneOfSeveral ? `, seed ${seed}` : ""}`,
        xTitle: "sequences seen",
        yTitle: "train loss",
        xRange: [0, length * time],
        yRange: [0, 1.5],
        series: losses[part][row].flatMap((curve, slot): PlotSeries[] => [
          seriesOf(curve, slot),
          ...published
            .filter(({ label }) => label === curve.label)
            .map((reference) => referenceSeries(reference, slot, time)),
        ]),
        references: [lnTwoLine],
      };
    }),
  );
}
