import type { ChartGroup } from "../shared/chartGroup.ts";
import { watchChartClicks } from "../shared/chartClicks.ts";
import { element, setText } from "../shared/dom.ts";
import { maximumCharts } from "./compareUi.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView } from "./compareView.ts";
import { nearestIndex } from "../shared/nearestIndex.ts";
import { GroupedSelect } from "./groupedSelect.ts";
import { MetricCharts } from "./metricCharts.ts";
import { metricOptions } from "./metricOptions.ts";
import type { Section } from "./section.ts";

const pick = { value: "", label: "Choose a metric…", group: "Metrics" };

/** A pair of charts for each chosen metric, and a way to add more. */
export class CurvesSection {
  readonly #group: ChartGroup;
  readonly #onChange: (change: Partial<CompareUi>) => void;
  readonly #leftOut = element("p", { class: "compare-note compare-left-out" });
  readonly #holder = element("div", { class: "compare-charts" });
  readonly #add: GroupedSelect;
  #pairs: MetricCharts[] = [];
  #metrics: readonly string[] = [];
  #view: CompareView | null = null;

  constructor(section: Section, group: ChartGroup, onChange: (change: Partial<CompareUi>) => void) {
    this.#group = group;
    this.#onChange = onChange;
    this.#add = new GroupedSelect("Add chart", false, (metric) => {
      if (metric !== "") onChange({ metrics: [...this.#metrics, metric] });
    });
    section.body.append(
      this.#leftOut,
      this.#holder,
      element("div", { class: "compare-row" }, this.#add.element),
    );
    watchChartClicks(this.#holder, group, (at) => {
      onChange({ at: this.#nearestPoint(at) });
    });
  }

  /** What is shown as SVG files, from above to below. */
  exportSvgs(): readonly string[] {
    return this.#pairs.flatMap((pair) => pair.exportSvgs());
  }

  update(view: CompareView): void {
    const { ui, runs, comparison } = view;
    this.#view = view;
    const leftOut = runs.filter(({ origin }) => origin === null).map(({ name }) => name);
    this.#leftOut.hidden = leftOut.length === 0;
    setText(
      this.#leftOut,
      leftOut.length === 0 ? "" : `Left out, because they have had no phase change: ${leftOut.join("; ")}.`,
    );
    this.#match(ui.metrics);
    for (const [index, pair] of this.#pairs.entries()) pair.update(view, ui.metrics[index]!);
    this.#add.element.hidden = ui.metrics.length >= maximumCharts;
    this.#add.set([pick, ...metricOptions(comparison, null, ui.metrics)], "");
  }

  /** Makes and disposes charts; those of a metric that stays keep their place, zoom and hidden curves. */
  #match(metrics: readonly string[]): void {
    if (metrics.length < this.#pairs.length) {
      const gone = this.#metrics.findIndex((metric, index) => metric !== metrics[index]);
      const [pair] = this.#pairs.splice(gone, 1);
      pair?.dispose();
    }
    while (this.#pairs.length > metrics.length) this.#pairs.pop()?.dispose();
    while (this.#pairs.length < metrics.length) this.#pairs.push(this.#pair());
    this.#metrics = metrics;
  }

  #pair(): MetricCharts {
    const pair: MetricCharts = new MetricCharts(this.#holder, this.#group, {
      onChoose: (metric) => {
        this.#onChange({ metrics: this.#metrics.with(this.#pairs.indexOf(pair), metric) });
      },
      onRemove: () => {
        const index = this.#pairs.indexOf(pair);
        this.#onChange({ metrics: this.#metrics.filter((_, other) => other !== index) });
        this.#add.focus();
      },
    });
    return pair;
  }

  /** The evaluation of any run that is nearest to a place of the x-axis: where the crosshair stands. */
  #nearestPoint(at: number): number {
    const { ui, runs } = this.#view ?? { runs: [] };
    const scale = ui?.align === "sequences" ? ui.xScale : "linear";
    const places = runs.flatMap(({ curves, origin }) => {
      if (origin === null) return [];
      const index = nearestIndex(curves.sequences, at + origin, scale);
      return index < 0 ? [] : [(curves.sequences[index] ?? 0) - origin];
    });
    const sorted = Float64Array.from(places).sort();
    return sorted[nearestIndex(sorted, at, scale)] ?? Math.round(at);
  }
}
