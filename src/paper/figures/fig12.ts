import type { LinePlot } from "../../figures/figure.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { seriesOf } from "../series.ts";
import { fig12Verdicts } from "./fig12Verdicts.ts";

/** Places over training at which the measure is taken, besides the start: each is three times all training sequences. */
const places = { full: 50, quick: 20 };

/** Figure 12: what each layer writes to the output directly. */
export const fig12: PaperFigure = {
  id: "fig12",
  title: "Loss increase when a layer's direct output is removed",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const end = run.record.experiment.training.sequences;
    const count = lab.quick ? places.quick : places.full;
    const at = Array.from({ length: count + 1 }, (_, place) => Math.round((end * place) / count));
    const results = await measured(lab, run, "direct-output", { at });
    const layers = [0, 1].map((layer) => ({
      label: `layer ${layer}`,
      x: results.map(({ sequences }) => sequences),
      y: results.map(
        ({ value }) => value.layers.find((each) => each.layer === layer)?.increase ?? Number.NaN,
      ),
    }));
    const last = results.at(-1)?.value;
    if (last === undefined) throw new TypeError("a measure gave fewer results than places");
    return {
      id: "fig12",
      title: "Figure 12: direct outputs of the layers",
      caption:
        "How much the train loss rises when the heads of a layer write nothing to the output, while later layers attend " +
        `and read as if they did. All training sequences.${quickNote(lab)}`,
      plots: layers.map((curve): LinePlot => ({
        kind: "lines",
        title: `Without the direct output of ${curve.label}`,
        xTitle: "sequences seen",
        yTitle: "increase of the train loss",
        series: [seriesOf(curve, 0)],
        references: [{ at: 0, label: "no change" }],
      })),
      tables: [],
      verdicts: fig12Verdicts(last, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};
