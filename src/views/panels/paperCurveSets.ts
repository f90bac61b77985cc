import { phaseChangeLoss } from "../../measures/phaseChange.ts";
import type { ReferenceCurve } from "../../paper/parseReferenceCsv.ts";
import { referenceCurves } from "../../paper/referenceCurves.ts";
import type { PaperCurve, PaperCurveSet } from "../../protocol/paperCurves.ts";

/** A plot of the paper whose curves come with the extension. */
interface PaperPlot {
  readonly id: string;
  readonly figure: string;
  readonly title: string;
  /** The metric of a column; the train loss where absent. */
  readonly metric?: (label: string) => string;
}

const plots: readonly PaperPlot[] = [
  { id: "fig3a-loss", figure: "3a", title: "loss", metric: (label) => `${label}.loss` },
  {
    id: "fig3b-induction-strength",
    figure: "3b",
    title: "induction strengths",
    metric: (label) => `${label}.induction`,
  },
  { id: "fig4b-loss-single-head", figure: "4b", title: "loss, each head alone" },
  { id: "fig5b-loss", figure: "5b", title: "loss under clamps" },
  { id: "fig6-normal-classes", figure: "6", title: "no clamp, by classes" },
  { id: "fig6-normal-labels", figure: "6", title: "no clamp, by labels" },
  { id: "fig6-subcircuit-B-classes", figure: "6", title: "perfect layer 0 + copy, by classes" },
  { id: "fig6-subcircuit-B-labels", figure: "6", title: "perfect layer 0 + copy, by labels" },
  { id: "fig6-subcircuit-C-classes", figure: "6", title: "induction pattern, by classes" },
  { id: "fig6-subcircuit-C-labels", figure: "6", title: "induction pattern, by labels" },
  { id: "fig6-subcircuits-B-and-C-classes", figure: "6", title: "perfect layer 0, by classes" },
  { id: "fig6-subcircuits-B-and-C-labels", figure: "6", title: "perfect layer 0, by labels" },
  { id: "fig8-loss", figure: "8", title: "loss, previous-token heads" },
];

const trainLoss = "train.loss";

/**
 * The paper's published curves, for panels. What could not be read off a plot is left out.
 * @throws UserError where a file is missing or damaged
 */
export function paperCurveSets(): readonly PaperCurveSet[] {
  // Figures 3a and 3b are of one run: strengths have no phase change of their own.
  const base = phaseChange(referenceCurves("fig3a-loss").find(({ label }) => label === "train"));
  return plots.map(({ id, figure, title, metric }) => ({
    id,
    figure,
    title: `Figure ${figure}: ${title}`,
    curves: referenceCurves(id).flatMap((curve): PaperCurve[] => {
      const { label, x, y } = curve;
      const known = Array.from(x.keys()).filter((place) => Number.isFinite(y[place]));
      // All of it is behind another.
      if (known.length === 0) return [];
      return [
        {
          label,
          metric: metric?.(label) ?? trainLoss,
          sequences: known.map((place) => x[place]!),
          values: known.map((place) => y[place]!),
          phaseChange: metric === undefined ? phaseChange(curve) : base,
        },
      ];
    }),
  }));
}

function phaseChange(curve: ReferenceCurve | undefined): number | null {
  const place = curve?.y.findIndex((loss) => loss < phaseChangeLoss) ?? -1;
  return curve?.x[place] ?? null;
}
