import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type ChartOptions as Options,
  type Scale,
} from "chart.js";
import annotationPlugin from "chartjs-plugin-annotation";
import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { chartFrame, type ChartFrame } from "./chartFrame.ts";
import type { ChartGroup } from "./chartGroup.ts";
import { attachChartInput } from "./chartInput.ts";
import { ChartLegend } from "./chartLegend.ts";
import { annotationsOf, paddingOf, plotMargin, scalesOf, yAxisWidth } from "./chartJsOptions.ts";
import type { ChartOptions } from "./chartOptions.ts";
import { chartPng } from "./chartPng.ts";
import { chartSvg } from "./chartSvg.ts";
import { ChartValues, type ChartView } from "./chartValues.ts";
import { dataTable } from "./dataTable.ts";
import type { Points } from "./decimate.ts";
import { drawingOf } from "./drawingOf.ts";
import { lineLooks } from "./lineLooks.ts";
import { cancelDraw, drawWhenTime } from "./frames.ts";
import { soloHidden, toggleHidden } from "./hiddenSeries.ts";
import type { PlacedLabel } from "./labelLanes.ts";
import { drawLabels, drawPlotExtras } from "./plotExtras.ts";
import { extentOf, plotModel, xRange, type PlotLine, type PlotModel } from "./plotModel.ts";
import { onThemeChange, readPalette } from "./readPalette.ts";
import type { Band, DataTable, Extras, Marker, Range, Reference, Scales, Series } from "./series.ts";
import { showChartState } from "./showChartState.ts";
import { showTable } from "./showTable.ts";
import type { Palette } from "./theme.ts";
import { inFull } from "./ticks.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);
Chart.register(annotationPlugin);

interface Point {
  x: number;
  y: number;
}
type Dataset = ChartDataset<"line", Point[]>;

const tableLength = 200;

/**
 * A line chart with its title, legend, notes and data table, appended to `container` as one `<section class="chart">`.
 * Setters may be called as often as one likes: it draws at most once per animation frame, and only while in view.
 */
export class LineChart {
  readonly #options: ChartOptions;
  readonly #group: ChartGroup;
  readonly #frame: ChartFrame;
  readonly #legend: ChartLegend;
  readonly #values: ChartValues;
  readonly #chart: Chart<"line", Point[]>;
  readonly #datasets = new Map<string, Dataset>();
  #hidden: ReadonlySet<string>;
  readonly #endings: (() => void)[];
  #series: readonly Series[] = [];
  #extras: Extras = { bands: [], markers: [], references: [] };
  #scales: Scales = { x: "linear", y: "linear" };
  #smoothing = 0;
  #emptyText: string;
  #title: string;
  #unit: string;
  #highlight: string | null = null;
  #palette: Palette = readPalette();
  #model: PlotModel | null = null;
  #labels: readonly PlacedLabel[] = [];
  #isInView = true;

  constructor(container: HTMLElement, options: ChartOptions) {
    this.#options = options;
    this.#group = options.group;
    this.#emptyText = options.emptyText ?? "Nothing was measured yet.";
    this.#title = options.title;
    this.#unit = options.unit;
    this.#hidden = new Set(options.hidden);
    this.#legend = new ChartLegend({
      onToggle: (key) => {
        this.#hide(toggleHidden(this.#hidden, key));
      },
      onSolo: (key) => {
        const all = this.#series.map((one) => one.key);
        this.#hide(soloHidden(this.#hidden, key, all));
      },
      onHighlight: (key) => {
        this.#highlight = key;
        this.#invalidate();
      },
    });
    this.#frame = chartFrame(options.title, this.#legend.element, options.actions ?? [], options.below ?? []);
    container.append(this.#frame.section);
    this.#chart = new Chart(this.#frame.canvas, {
      type: "line",
      data: { datasets: [] },
      options: baseOptions,
      plugins: [
        {
          id: "extras",
          afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
            if (this.#model === null) return;
            const pixel = { x: pixelOf(scales["x"]), y: pixelOf(scales["y"]) };
            drawPlotExtras(ctx, chartArea, this.#model, this.#extras.references, this.#palette, pixel);
            drawLabels(ctx, chartArea, this.#labels, this.#palette);
          },
        },
      ],
    });
    this.#values = new ChartValues(this.#frame, this.#legend, this.#group, () => this.#view());
    attachChartInput(this.#frame.plot, this.#frame.canvas, {
      group: this.#group,
      values: this.#values,
      view: () => this.#view(),
      valueAt: (pixel) => this.#chart.scales["x"]?.getValueForPixel(pixel) ?? 0,
    });
    const observer = new IntersectionObserver((entries) => {
      // Several may have come together: the last is how it is.
      this.#isInView = entries.at(-1)?.isIntersecting ?? true;
      this.#invalidate();
    });
    observer.observe(this.#frame.section);
    this.#endings = [
      this.#group.onDidChangeRange.on(this.#invalidate),
      onThemeChange(() => {
        this.#palette = readPalette();
        this.#invalidate();
      }),
      () => {
        observer.disconnect();
      },
    ];
    this.#frame.details.addEventListener("toggle", this.#invalidate);
    this.#invalidate();
  }

  /** The chart's `<section>`. */
  get element(): HTMLElement {
    return this.#frame.section;
  }

  get title(): string {
    return this.#title;
  }

  setTitle(title: string, unit: string): void {
    this.#title = title;
    this.#unit = unit;
    this.#invalidate();
  }

  /** Replaces what is said in place of the picture. */
  setEmptyText(text: string): void {
    this.#emptyText = text;
    this.#invalidate();
  }

  /** Replaces all series. Zoom and hidden series stay. */
  setSeries(series: readonly Series[]): void {
    this.#series = series;
    this.#group.setExtent(this, extentOf(series));
    this.#invalidate();
  }

  setBands(bands: readonly Band[]): void {
    this.#extras = { ...this.#extras, bands };
    this.#invalidate();
  }

  setMarkers(markers: readonly Marker[]): void {
    this.#extras = { ...this.#extras, markers };
    this.#invalidate();
  }

  /** Thin horizontal lines at values worth knowing. */
  setReferences(references: readonly Reference[]): void {
    this.#extras = { ...this.#extras, references };
    this.#invalidate();
  }

  setScales(scales: Scales): void {
    this.#scales = scales;
    this.#invalidate();
  }

  /** Debiased moving average: 0 none … 0.999. The raw trace stays visible faintly. */
  setSmoothing(weight: number): void {
    this.#smoothing = weight;
    this.#invalidate();
  }

  /** Shows everything again, in the whole group. */
  fit(): void {
    this.#group.fit();
  }

  /** The group's range; null while following. */
  get range(): Range | null {
    return this.#group.range;
  }

  set range(range: Range | null) {
    this.#group.range = range;
  }

  /** The picture as PNG file, as shown, with title and legend. Rejects where the browser cannot draw it. */
  exportPng(): Promise<Uint8Array> {
    this.#redraw();
    // Papers and slides need more pixels than a screen. The picture is taken before `chartPng` waits for anything.
    this.#chart.options.devicePixelRatio = Math.max(2, window.devicePixelRatio);
    this.#chart.resize();
    const png = chartPng(this.#frame.canvas, this.#title, this.#shown(), this.#palette);
    this.#chart.options.devicePixelRatio = window.devicePixelRatio;
    this.#chart.resize();
    this.#invalidate();
    return png;
  }

  /** The picture as SVG file: what is shown, in colours for paper. */
  exportSvg(): string {
    const { xAxis } = this.#group;
    return chartSvg(this.#plotModel(640), { ...this.#extras, title: this.#title, unit: this.#unit, xAxis });
  }

  /** The last 200 points in view of every shown series. */
  table(): DataTable {
    const { x } = this.#plotModel(640);
    const { title } = this.#group.xAxis;
    return dataTable(this.#shown(), x, tableLength, title, { x: inFull, y: this.#format });
  }

  dispose(): void {
    cancelDraw(this.#redrawInView);
    for (const end of this.#endings) end();
    this.#group.setExtent(this, null);
    this.#values.dispose();
    this.#chart.destroy();
    this.#frame.section.remove();
  }

  get #format(): (y: number) => string {
    return this.#options.valueFormat ?? formatValue;
  }

  readonly #invalidate = (): void => {
    drawWhenTime(this.#redrawInView);
  };

  #hide(hidden: ReadonlySet<string>): void {
    this.#hidden = hidden;
    this.#options.onHiddenChange?.([...this.#hidden]);
    this.#invalidate();
  }

  #shown(): Series[] {
    return this.#series.filter(({ key }) => !this.#hidden.has(key));
  }

  #plotModel(pixels: number): PlotModel {
    return plotModel({
      series: this.#shown(),
      range: this.#group.range ?? this.#group.extent,
      scales: this.#scales,
      smoothing: this.#smoothing,
      pixels,
    });
  }

  #view(): ChartView | null {
    const { x, y } = this.#chart.scales;
    if (this.#model === null || x === undefined || y === undefined) return null;
    return {
      series: this.#model.lines.map(({ series }) => series),
      range: this.#model.x,
      whole: xRange(this.#shown(), this.#group.extent, this.#model.scales),
      scale: this.#model.scales.x,
      area: this.#chart.chartArea,
      palette: this.#palette,
      pixelX: pixelOf(x),
      pixelY: pixelOf(y),
      format: this.#format,
    };
  }

  readonly #redrawInView = (): void => {
    if (this.#isInView) this.#redraw();
  };

  #redraw(): void {
    const { width } = this.#frame.plot.getBoundingClientRect();
    if (width === 0) return;
    const model = this.#plotModel(Math.max(50, width - yAxisWidth - plotMargin));
    const { xAxis } = this.#group;
    const drawing = drawingOf(this.#chart.ctx, {
      model,
      extras: this.#extras,
      palette: this.#palette,
      width,
      xAxis,
    });
    this.#model = model;
    this.#labels = drawing.labels;
    this.#chart.data.datasets = model.lines.flatMap((line) => this.#datasetsOf(line));
    this.#chart.options = {
      ...baseOptions,
      layout: { padding: paddingOf(drawing) },
      scales: scalesOf(drawing),
      plugins: {
        annotation: { clip: true, annotations: annotationsOf(drawing) },
      },
    };
    this.#chart.update("none");
    showChartState(this.#frame, model, {
      title: this.#title,
      unit: this.#unit,
      all: this.#series,
      emptyText: this.#emptyText,
      xAxis: this.#group.xAxis,
      format: this.#format,
    });
    this.#legend.update(this.#series, this.#hidden, this.#palette);
    if (this.#frame.details.open) {
      this.#frame.tableHolder.replaceChildren(showTable(this.table(), this.#title));
    }
    this.#values.draw();
  }

  /** The same objects at each drawing: Chart.js keeps what it has made for them. */
  #datasetsOf(line: PlotLine): Dataset[] {
    return lineLooks(line, this.#palette, this.#highlight).map(({ key, points, look }) =>
      Object.assign(this.#dataset(key, points), look),
    );
  }

  #dataset(key: string, points: Points): Dataset {
    const dataset = this.#datasets.get(key) ?? { data: [] };
    this.#datasets.set(key, dataset);
    dataset.data = Array.from(points.x, (x, i) => ({ x, y: points.y[i]! }));
    return dataset;
  }
}

const baseOptions: Options<"line"> = {
  animation: false,
  responsive: true,
  maintainAspectRatio: false,
  parsing: false,
  normalized: true,
  // The crosshair has its own canvas and its own listeners: nothing here needs the pointer.
  events: [],
  elements: {
    point: { radius: 0, hitRadius: 0, hoverRadius: 0 },
    line: { tension: 0, borderJoinStyle: "bevel" },
  },
};

function pixelOf(scale: Scale | undefined): (value: number) => number {
  return (value) => scale?.getPixelForValue(value) ?? Number.NaN;
}
