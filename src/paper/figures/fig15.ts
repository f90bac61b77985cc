import { fig15 as experiments, fig15Name, fig15Strengths } from "../../experiment/presets/fig15.ts";
import type { FigureTable, LinePlot } from "../../figures/figure.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { curveOf, lastValue } from "../curve.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns, optionsOf, runsOf } from "../paperRuns.ts";
import { paperTime, quickNote, quickReason } from "../paperTime.ts";
import { lnTwoLine, seriesOf } from "../series.ts";
import { fallTime } from "../shift.ts";
import { fig15Verdicts } from "./fig15Verdicts.ts";

const sets = ["train", "relabel", "class"] as const;

/** Figure 15: the strongest head's match held at different strengths. */
export const fig15: PaperFigure = {
  id: "fig15",
  title: "Losses by the strength at which one head's match is held",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const options = await optionsOf(lab, seed);
    const runs = await runsOf(lab, experiments(options));
    const losses = (set: (typeof sets)[number]): Curve[] =>
      fig15Strengths.map((strength) =>
        curveOf(runs[fig15Name(strength)]!, `${set}.loss`, strengthName(strength)),
      );
    return {
      id: "fig15",
      title: `Figure 15: the match of ${options.strongest} held at different strengths`,
      caption:
        "Losses by clamped induction strength (attention on the matching label minus that on the other, 2s − 1); all " +
        `other heads are free.${quickNote(lab)}`,
      plots: sets.map((set): LinePlot => ({
        kind: "lines",
        title: set,
        xTitle: "sequences seen",
        yTitle: "loss",
        xRange: [0, 600_000 * paperTime(lab)],
        yRange: [0, 2],
        series: losses(set).map(seriesOf),
        references: [lnTwoLine],
      })),
      plotColumns: sets.length,
      tables: [table(Object.fromEntries(sets.map((set) => [set, losses(set)])))],
      verdicts: fig15Verdicts(losses("train"), seed, quickReason(lab)),
      runs: figureRuns(Object.values(runs)),
    };
  },
};

/** The induction strength that an attention s on the matching label makes, 2s − 1, as text. */
function strengthName(s: number): string {
  const strength = 2 * s - 1;
  return `${strength < 0 ? "−" : ""}${Math.abs(strength).toFixed(1)}`;
}

function table(losses: Readonly<Record<string, readonly Curve[]>>): FigureTable {
  return {
    title: "By strength",
    columns: ["strength", "s", "train loss < 0.4 ln 2", ...sets.map((set) => `${set} loss at the end`)],
    rows: fig15Strengths.map((s, at) => {
      const time = fallTime(losses["train"]![at]!);
      return [
        strengthName(s),
        s,
        time === null ? "never" : formatSequences(time),
        ...sets.map((set) => formatValue(lastValue(losses[set]![at]!))),
      ];
    }),
  };
}
