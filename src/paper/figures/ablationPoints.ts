import type { FigureTable, LinePlot } from "../../figures/figure.ts";
import type { AblationsValue } from "../../measures/measureValues.ts";
import { rankCorrelation } from "../rankCorrelation.ts";

/** A layer-1 head: its strength, and what is measured with it taken away and with it alone. */
export interface AblationPoint {
  readonly head: string;
  readonly strength: number;
  readonly without: number;
  readonly alone: number;
}

/** The accuracies or losses of an `ablations` measure. */
export function ablationPoints({ heads }: AblationsValue, metric: "accuracy" | "loss"): AblationPoint[] {
  return heads.map(({ head, strength, without, alone }) => ({
    head,
    strength: strength ?? Number.NaN,
    without: without[metric],
    alone: alone[metric],
  }));
}

/** Accuracy or loss against strength: ▲ with only that head ablated, ● with all others of its layer ablated. */
export function ablationPlot(points: readonly AblationPoint[], metric: string, none: number): LinePlot {
  const x = points.map(({ strength }) => strength);
  return {
    kind: "lines",
    title: "At the end of training",
    xTitle: "induction strength",
    yTitle: metric,
    xRange: [0, 1],
    series: [
      {
        label: "ablate only this head",
        x,
        y: points.map(({ without }) => without),
        slot: 1,
        look: "triangle",
      },
      {
        label: "ablate all but this head",
        x,
        y: points.map(({ alone }) => alone),
        slot: 0,
        look: "circle",
      },
    ],
    references: [{ at: none, label: "no ablation" }],
  };
}

/** The points as a table. */
export function ablationTable(points: readonly AblationPoint[], metric: string): FigureTable {
  return {
    title: `${metric} by head`,
    columns: ["head", "strength", "only it ablated", "all others ablated"],
    rows: points.map(({ head, strength, without, alone }) => [head, strength, without, alone]),
  };
}

/** Rank correlation of strength with what a head alone reaches. */
export function aloneByStrength(points: readonly AblationPoint[]): number {
  return rankCorrelation(
    points.map(({ strength }) => strength),
    points.map(({ alone }) => alone),
  );
}
