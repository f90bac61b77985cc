import { fig7 as experiments, fig7Sources } from "../../experiment/presets/fig7.ts";
import type { Curve } from "../curve.ts";
import { curveOf } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { lnTwoLine, seriesOf } from "../series.ts";
import { fig7Verdicts } from "./fig7Verdicts.ts";

/** Figure 7: layer 0 is that of a trained model throughout. */
export const fig7: PaperFigure = {
  id: "fig7",
  title: "Layer 0 fixed as base runs of three seeds end with it",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const sources = fig7Sources(seed);
    // Grafts are read from these when they start.
    const [base, options] = await Promise.all([
      lab.base(seed),
      optionsOf(lab, seed),
      ...sources.map((source) => lab.base(source)),
    ]);
    const grafted = Object.values(await runsOf(lab, experiments(options)));
    const curves: Curve[] = grafted.map((run, at) =>
      curveOf(run, "train.loss", `layer 0 of seed ${sources[at]!}`),
    );
    const scores = grafted.map((run) =>
      Object.keys(run.curves.columns)
        .filter((column) => column.endsWith(".previousToken"))
        .map((column) => curveOf(run, column, `${run.name} ${column}`)),
    );
    const standard = curveOf(base, "train.loss", "standard training");
    return {
      id: "fig7",
      title: "Figure 7: fixed layer 0",
      caption:
        `Train loss of seed ${seed} with the output of layer 0 taken from the end of base runs of three seeds: only ` +
        `layer 1 learns.${quickNote(lab)}`,
      plots: [
        {
          kind: "lines",
          title: "Train loss",
          xTitle: "sequences seen",
          yTitle: "train loss",
          xRange: [0, 600_000 * paperTime(lab)],
          series: [standard, ...curves].map(seriesOf),
          references: [lnTwoLine],
        },
      ],
      tables: [],
      verdicts: fig7Verdicts(curves, scores, seed, quickReason(lab)),
      runs: figureRuns([base, ...grafted]),
    };
  },
};
