import type { LinePlot } from "../../figures/figure.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { matchPoints, matchVerdicts, specificityVerdict } from "./mistakesVerdicts.ts";

/** Figure 16: a perfect match for each head alone. */
export const fig16: PaperFigure = {
  id: "fig16",
  title: "Perfect match for each layer-1 head alone, and its mistakes by label",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const [mistakes] = await measured(lab, run, "mistakes");
    const { value } = mistakes!;
    const points = matchPoints(value);
    const strengths = points.map(({ strength }) => strength);
    const byLabel = (title: string, yTitle: string, of: "share" | "accuracy"): LinePlot => ({
      kind: "lines",
      title,
      xTitle: "label",
      yTitle,
      series: value.heads.map(({ head, perfect }, slot) => ({
        label: head,
        x: perfect.byLabel.map(({ label }) => label),
        y: perfect.byLabel.map((each) => each[of] ?? Number.NaN),
        slot,
      })),
    });
    return {
      id: "fig16",
      title: "Figure 16: perfect match",
      caption:
        "Each head of layer 1 alone, attending as it does and attending to the matching label only. Even with a " +
        `perfect match most heads fail, and each at labels of its own.${quickNote(lab)}`,
      plots: [
        {
          kind: "lines",
          title: "Accuracy of each head alone",
          xTitle: "induction strength",
          yTitle: "accuracy",
          xRange: [0, 1],
          series: [
            {
              label: "perfect match",
              x: strengths,
              y: points.map(({ perfect }) => perfect),
              slot: 1,
              look: "square",
            },
            {
              label: "computed match",
              x: strengths,
              y: points.map(({ computed }) => computed),
              slot: 0,
              look: "circle",
            },
          ],
          references: [{ at: value.none.accuracy, label: "no ablation" }],
        },
        byLabel("Mistakes by output label", "share of the head's mistakes", "share"),
        byLabel("Perfect match by output label", "accuracy", "accuracy"),
      ],
      plotColumns: 3,
      tables: [],
      verdicts: [
        ...matchVerdicts(points, seed, quickReason(lab)),
        specificityVerdict(value, seed, quickReason(lab)),
      ],
      runs: figureRuns([run]),
    };
  },
};
