import type { ChartGroup } from "../shared/chartGroup.ts";
import { element, setAttribute } from "../shared/dom.ts";
import { cancelDraw, drawWhenTime } from "../shared/frames.ts";
import { LineChart } from "../shared/lineChart.ts";
import type { Scales } from "../shared/series.ts";
import type { SmallChart } from "./smallCharts.ts";
import { swatch, updateSwatch } from "./swatch.ts";
import { whenNear } from "./whenNear.ts";

/** One of many small charts. It takes its room at once, and is made when it comes near to what is seen. */
export class SmallTile {
  readonly element = element("div", { class: "compare-small" });
  readonly #group: ChartGroup;
  readonly #sample: SVGElement;
  readonly #stopWaiting: () => void;
  #chart: LineChart | null = null;
  #shown: SmallChart;
  #scales: Scales;
  #smoothing: number;

  constructor(group: ChartGroup, shown: SmallChart, scales: Scales, smoothing: number) {
    this.#group = group;
    this.#shown = shown;
    this.#scales = scales;
    this.#smoothing = smoothing;
    this.#sample = swatch(shown.slot);
    this.#stopWaiting = whenNear(this.element, () => {
      // Many come near at once: they are made one after the other.
      drawWhenTime(this.#make);
    });
  }

  /** The chart, made now where it was not yet. */
  get chart(): LineChart {
    this.#make();
    return this.#chart!;
  }

  update(shown: SmallChart, scales: Scales, smoothing: number): void {
    this.#shown = shown;
    this.#scales = scales;
    this.#smoothing = smoothing;
    if (this.#chart !== null) this.#fill(this.#chart);
  }

  setScales(scales: Scales): void {
    this.#scales = scales;
    this.#chart?.setScales(scales);
  }

  dispose(): void {
    this.#stopWaiting();
    cancelDraw(this.#make);
    this.#chart?.dispose();
  }

  readonly #make = (): void => {
    if (this.#chart !== null) return;
    this.#stopWaiting();
    this.#chart = new LineChart(this.element, {
      title: this.#shown.name,
      unit: "",
      group: this.#group,
      emptyText: "No evaluation yet.",
    });
    this.#chart.element.querySelector(".chart-header")?.prepend(this.#sample);
    this.#fill(this.#chart);
  };

  #fill(chart: LineChart): void {
    const { name, number, tooltip, slot, isBaseline, series, bands, markers } = this.#shown;
    updateSwatch(this.#sample, slot);
    setAttribute(this.element, "data-unit", this.#shown.key);
    this.element.classList.toggle("compare-is-baseline", isBaseline);
    const title = chart.element.querySelector(".chart-title");
    if (title) setAttribute(title, "title", tooltip);
    chart.setTitle(name, number);
    chart.setScales(this.#scales);
    chart.setSmoothing(this.#smoothing);
    chart.setSeries(series);
    chart.setBands(bands);
    chart.setMarkers(markers);
  }
}
