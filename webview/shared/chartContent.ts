import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { inFull } from "../../src/figures/ticks.ts";
import type { ChartGroup } from "./chartGroup.ts";
import type { ChartOptions } from "./chartOptions.ts";
import { chartSvg } from "./chartSvg.ts";
import { dataTable } from "./dataTable.ts";
import { plotModel, xRange, type PlotModel } from "./plotModel.ts";
import type { DataTable, Extras, Range, Scales, Series } from "./series.ts";
import type { ChartState } from "./showChartState.ts";

const tableLength = 200;
/** What is not shown is thinned out for a picture of this width, in CSS pixels. */
export const modelWidth = 640;

/** What a chart was told to show, and what follows from that in a range of the x-axis, drawn or not. */
export class ChartContent {
  readonly #group: ChartGroup;
  readonly format: (y: number) => string;
  title: string;
  unit: string;
  emptyText: string;
  /** Keys of series that are not shown. */
  hidden: ReadonlySet<string>;
  series: readonly Series[] = [];
  extras: Extras = { bands: [], markers: [], references: [] };
  scales: Scales = { x: "linear", y: "linear" };
  /** Weight of the moving average, 0 … 0.999. */
  smoothing = 0;

  constructor(options: ChartOptions) {
    this.#group = options.group;
    this.format = options.valueFormat ?? formatValue;
    this.title = options.title;
    this.unit = options.unit;
    this.emptyText = options.emptyText ?? "Nothing was measured yet.";
    this.hidden = new Set(options.hidden);
  }

  /** The series that are not hidden. */
  get shown(): Series[] {
    return this.series.filter(({ key }) => !this.hidden.has(key));
  }

  /** What is said around the picture. */
  get state(): ChartState {
    const { title, unit, emptyText, format, series } = this;
    return { title, unit, all: series, emptyText, xAxis: this.#group.xAxis, format };
  }

  /** What is to be drawn in a plot of this width, in CSS pixels. */
  model(pixels: number): PlotModel {
    return plotModel({
      series: this.shown,
      range: this.#group.range ?? this.#group.extent,
      scales: this.scales,
      smoothing: this.smoothing,
      pixels,
    });
  }

  /** What can be panned and zoomed out to. */
  whole(scales: Scales): Range {
    return xRange(this.shown, this.#group.extent, scales);
  }

  /** The picture as SVG file: what is shown, in colours for paper. */
  svg(): string {
    const { title, unit } = this;
    return chartSvg(this.model(modelWidth), { ...this.extras, title, unit, xAxis: this.#group.xAxis });
  }

  /** The last 200 points in view of every shown series. */
  table(): DataTable {
    const { x } = this.model(modelWidth);
    const { title } = this.#group.xAxis;
    return dataTable(this.shown, x, tableLength, title, { x: inFull, y: this.format });
  }
}
