import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import type { Scales } from "../shared/series.ts";
import type { CompareView } from "./compareView.ts";
import { unitCurve, type UnitCurve } from "./unitCurve.ts";

/** What the pictures of one metric show. */
export interface MetricView {
  readonly view: CompareView;
  readonly metric: string;
  readonly title: string;
  /** Of the y-axis; empty for none. */
  readonly unit: string;
  /** Of all units that have a place on the x-axis, in their order. */
  readonly curves: readonly UnitCurve[];
  readonly scales: Scales;
}

/** The pictures of one metric, in one of the layouts. */
export interface MetricPictures {
  /** What is shown as SVG files, from above to below. */
  exportSvgs(): readonly string[];
  update(metric: MetricView): void;
  dispose(): void;
}

/** What there is to draw of a metric. */
export function metricView(view: CompareView, metric: string): MetricView {
  const { ui, units, runs } = view;
  const { title, unit } = metricInfo(metric);
  return {
    view,
    metric,
    title,
    // The toy model's loss is a squared error, in no unit.
    unit: runs.length > 0 && runs.every(isToyRun) ? "" : unit,
    curves: units
      .filter((one) => one.runs.some(({ origin }) => origin !== null))
      .map((one) => unitCurve(one, metric)),
    scales: { x: ui.align === "phase-change" ? "linear" : ui.xScale, y: ui.yScale },
  };
}
