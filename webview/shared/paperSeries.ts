import type { PaperCurve, PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import type { Series } from "./series.ts";

/** What fits a chart, and how it is shown there. */
export interface PaperFit {
  /** The colour of a curve, as a slot; null where the chart does not show its metric. `index`: of the curve in its plot. */
  readonly slot: (curve: PaperCurve, index: number) => number | null;
  /** Whether the chart's x-axis counts from each run's phase change. */
  readonly isFromPhaseChange: boolean;
}

/** The published curves that fit a chart, as references. Without a phase change, they cannot be aligned by it. */
export function paperSeries(sets: readonly PaperCurveSet[], { slot, isFromPhaseChange }: PaperFit): Series[] {
  const fitting = sets.map((set) => ({
    set,
    curves: set.curves.flatMap((curve, index) => {
      const place = slot(curve, index);
      const origin = isFromPhaseChange ? curve.phaseChange : 0;
      return place === null || origin === null ? [] : [{ curve, place, origin }];
    }),
  }));
  const isOne = fitting.filter(({ curves }) => curves.length > 0).length === 1;
  return fitting.flatMap(({ set, curves }) =>
    curves.map(({ curve, place, origin }): Series => ({
      key: `paper ${set.id} ${curve.label}`,
      label: `paper${isOne ? "" : ` ${set.figure}`}: ${curve.label}`,
      title: `${set.title}: ${curve.label}. As published in the paper, for other data than yours, read off its plot: loss ± 0.01.`,
      slot: place,
      isReference: true,
      x: Float64Array.from(curve.sequences, (sequences) => sequences - origin),
      y: Float64Array.from(curve.values),
    })),
  );
}
