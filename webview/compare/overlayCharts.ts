import type { ChartGroup } from "../shared/chartGroup.ts";
import { LineChart } from "../shared/lineChart.ts";
import type { ViewUnit } from "./compareView.ts";
import type { MetricPictures, MetricView } from "./metricView.ts";
import { unitDifference, unitSeries } from "./unitCurve.ts";
import { atMarker, liveBands, phaseMarkers, placedRuns, publishedSeries } from "./unitMarks.ts";

/** The curves of one metric over each other, and below them how each run differs from the baseline. */
export class OverlayCharts implements MetricPictures {
  readonly #overlay: LineChart;
  readonly #difference: LineChart;

  constructor(container: HTMLElement, group: ChartGroup, actions: readonly HTMLElement[]) {
    this.#overlay = new LineChart(container, {
      title: "",
      unit: "",
      group,
      emptyText: "No evaluation of this metric yet.",
      actions,
    });
    this.#difference = new LineChart(container, {
      title: "",
      unit: "",
      group,
      emptyText: "Nothing to subtract yet: no run has points where the baseline has.",
    });
    this.#difference.setReferences([{ at: 0, label: "" }]);
  }

  exportSvgs(): readonly string[] {
    return this.#charts.filter((chart) => !chart.element.hidden).map((chart) => chart.exportSvg());
  }

  update({ view, metric, title, unit, curves, scales }: MetricView): void {
    const { ui, baselineUnit, units } = view;
    const bands = liveBands(placedRuns(units));
    this.#overlay.setTitle(title, unit);
    this.#overlay.setScales(scales);
    this.#overlay.setSmoothing(ui.smoothing);
    this.#overlay.setSeries([...curves.map(unitSeries), ...publishedSeries(view, metric)]);
    this.#overlay.setBands(bands);
    this.#overlay.setMarkers([...phaseMarkers(placedRuns(units), ui), ...atMarker(ui)]);
    const baseline = curves.find((curve) => curve.unit === baselineUnit);
    this.#difference.element.hidden = units.length < 2;
    this.#difference.setTitle(`${title}: difference from ${nameOf(baselineUnit)}`, unit);
    this.#difference.setScales({ x: scales.x, y: "linear" });
    this.#difference.setSmoothing(ui.smoothing);
    const others = curves.filter((curve) => curve !== baseline);
    this.#difference.setSeries(
      baseline === undefined ? [] : others.map((curve) => unitSeries(unitDifference(curve, baseline))),
    );
    this.#difference.setBands(bands);
    this.#difference.setMarkers(atMarker(ui));
  }

  dispose(): void {
    for (const chart of this.#charts) chart.dispose();
  }

  get #charts(): readonly LineChart[] {
    return [this.#overlay, this.#difference];
  }
}

function nameOf(unit: ViewUnit | null): string {
  if (unit === null) return "the baseline";
  return unit.isGroup ? `the mean of ${unit.name}` : unit.name;
}
