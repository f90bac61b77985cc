import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type ChartOptions,
  type Plugin,
} from "chart.js";
import annotationPlugin from "chartjs-plugin-annotation";
import { annotationsOf, paddingOf, scalesOf, type DrawingOptions } from "./chartJsOptions.ts";
import type { PlotArea } from "./crosshair.ts";
import type { Points } from "../../src/figures/decimate.ts";
import { drawSpreads } from "./drawSpreads.ts";
import { lineLooks } from "./lineLooks.ts";
import { drawLabels, drawPlotExtras, drawReferences } from "./plotExtras.ts";
import type { PictureSize } from "./pictureSize.ts";
import type { PlotLine } from "./plotModel.ts";
import type { Palette } from "./theme.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);
Chart.register(annotationPlugin);

interface Point {
  x: number;
  y: number;
}
type Dataset = ChartDataset<"line", Point[]>;

const nowhere: PlotArea = { left: 0, top: 0, right: 0, bottom: 0 };

/** The picture of a chart on its canvas, drawn by Chart.js. */
export class ChartPicture {
  readonly #canvas: HTMLCanvasElement;
  readonly #datasets = new Map<string, Dataset>();
  /** Made when it is first drawn: made empty, it would be laid out and drawn for nothing. */
  #chart: Chart<"line", Point[]> | null = null;
  #drawing: DrawingOptions | null = null;
  #highlight: string | null = null;
  /** Pixels for each CSS pixel; null: those of the window. */
  #ratio: number | null = null;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** With the fonts of the picture, to measure texts with. */
  get context(): CanvasRenderingContext2D {
    return this.#canvas.getContext("2d")!;
  }

  /** Where the plot is in the picture. */
  get area(): PlotArea {
    return this.#chart?.chartArea ?? nowhere;
  }

  /** As it was last drawn. */
  get size(): PictureSize {
    return { width: this.#chart?.width ?? 0, height: this.#chart?.height ?? 0 };
  }

  /** Draws anew. `highlight`: the key of the series that others step back for. */
  draw(drawing: DrawingOptions, highlight: string | null, place: PictureSize): void {
    // Chart.js has whole pixels, and would take another fraction for another size.
    const size = { width: Math.floor(place.width), height: Math.floor(place.height) };
    this.#drawing = drawing;
    this.#highlight = highlight;
    const { model, palette } = drawing;
    const datasets = model.lines.flatMap((line) => this.#datasetsOf(line, palette, highlight));
    const options: ChartOptions<"line"> = {
      ...baseOptions,
      devicePixelRatio: this.#ratio ?? window.devicePixelRatio,
      layout: { padding: paddingOf(drawing) },
      scales: scalesOf(drawing),
      plugins: {
        annotation: { clip: true, annotations: annotationsOf(drawing) },
      },
    };
    if (this.#chart === null) {
      // Without these, Chart.js asks the page for its layout, which is then made anew for each of many charts.
      this.#canvas.width = size.width;
      this.#canvas.height = size.height;
      this.#chart = new Chart(this.#canvas, {
        type: "line",
        data: { datasets },
        options,
        plugins: [this.#extras],
      });
      return;
    }
    this.#chart.data.datasets = datasets;
    this.#chart.options = options;
    this.#resize(this.#chart, size);
    this.#chart.update("none");
  }

  /** Calls `use`, which draws, while there are so many pixels for each CSS pixel, then puts everything back. */
  during<T>(ratio: number, use: () => T): T {
    const before = this.#chart === null ? null : this.size;
    this.#ratio = ratio;
    try {
      return use();
    } finally {
      this.#ratio = null;
      if (this.#chart !== null && before !== null) {
        this.#resize(this.#chart, before);
      }
    }
  }

  pixelX(value: number): number {
    return this.#chart?.scales["x"]?.getPixelForValue(value) ?? Number.NaN;
  }

  pixelY(value: number): number {
    return this.#chart?.scales["y"]?.getPixelForValue(value) ?? Number.NaN;
  }

  /** The value of the x-axis at a pixel of the picture. */
  valueAt(pixel: number): number {
    return this.#chart?.scales["x"]?.getValueForPixel(pixel) ?? 0;
  }

  dispose(): void {
    this.#chart?.destroy();
  }

  #resize(chart: Chart<"line", Point[]>, { width, height }: PictureSize): void {
    const ratio = this.#ratio ?? window.devicePixelRatio;
    if (chart.width === width && chart.height === height && chart.currentDevicePixelRatio === ratio) return;
    // It goes by the options of the last drawing.
    chart.options.devicePixelRatio = ratio;
    chart.resize(width, height);
  }

  /** What is drawn besides lines and axes. */
  get #extras(): Plugin<"line"> {
    const pixel = { x: (at: number) => this.pixelX(at), y: (at: number) => this.pixelY(at) };
    return {
      id: "extras",
      beforeDatasetsDraw: ({ ctx, chartArea }) => {
        if (this.#drawing === null) return;
        const { model, palette } = this.#drawing;
        drawSpreads(ctx, chartArea, model, palette, pixel, this.#highlight);
        drawReferences(ctx, chartArea, this.#drawing, pixel.y);
      },
      afterDatasetsDraw: ({ ctx, chartArea }) => {
        if (this.#drawing === null) return;
        drawPlotExtras(ctx, chartArea, this.#drawing.model, this.#drawing.palette, pixel);
        drawLabels(ctx, chartArea, this.#drawing.labels, this.#drawing.palette);
      },
    };
  }

  /** The same objects at each drawing: Chart.js keeps what it has made for them. */
  #datasetsOf(line: PlotLine, palette: Palette, highlight: string | null): Dataset[] {
    return lineLooks(line, palette, highlight).map(({ key, points, look }) =>
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

const baseOptions: ChartOptions<"line"> = {
  animation: false,
  // Sizes are given at each drawing.
  responsive: false,
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
