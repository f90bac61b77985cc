import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
  type ChartOptions,
} from "chart.js";
import annotationPlugin from "chartjs-plugin-annotation";
import { annotationsOf, paddingOf, scalesOf, type DrawingOptions } from "./chartJsOptions.ts";
import type { PlotArea } from "./crosshair.ts";
import type { Points } from "../../src/figures/decimate.ts";
import { drawSpreads } from "./drawSpreads.ts";
import { lineLooks } from "./lineLooks.ts";
import { drawLabels, drawPlotExtras, drawReferences } from "./plotExtras.ts";
import type { PlotLine } from "./plotModel.ts";
import type { Palette } from "./theme.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale);
Chart.register(annotationPlugin);

interface Point {
  x: number;
  y: number;
}
type Dataset = ChartDataset<"line", Point[]>;

/** The picture of a chart on its canvas, drawn by Chart.js: as large as the element that the canvas is in. */
export class ChartPicture {
  readonly #chart: Chart<"line", Point[]>;
  readonly #datasets = new Map<string, Dataset>();
  #drawing: DrawingOptions | null = null;
  #highlight: string | null = null;

  constructor(canvas: HTMLCanvasElement) {
    const pixel = { x: (at: number) => this.pixelX(at), y: (at: number) => this.pixelY(at) };
    this.#chart = new Chart(canvas, {
      type: "line",
      data: { datasets: [] },
      options: baseOptions,
      plugins: [
        {
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
        },
      ],
    });
  }

  /** With the fonts of the picture, to measure texts with. */
  get context(): CanvasRenderingContext2D {
    return this.#chart.ctx;
  }

  /** Where the plot is in the picture. */
  get area(): PlotArea {
    return this.#chart.chartArea;
  }

  /** Draws anew. `highlight`: the key of the series that others step back for. */
  draw(drawing: DrawingOptions, highlight: string | null): void {
    this.#drawing = drawing;
    this.#highlight = highlight;
    const { model, palette } = drawing;
    this.#chart.data.datasets = model.lines.flatMap((line) => this.#datasetsOf(line, palette, highlight));
    this.#chart.options = {
      ...baseOptions,
      layout: { padding: paddingOf(drawing) },
      scales: scalesOf(drawing),
      plugins: {
        annotation: { clip: true, annotations: annotationsOf(drawing) },
      },
    };
    this.#chart.update("none");
  }

  /** Calls `use` while the canvas has this size and so many pixels for each CSS pixel, then puts it back. */
  during<T>(size: { readonly width: number; readonly height: number }, ratio: number, use: () => T): T {
    const { width, height } = this.#chart;
    this.#chart.options.devicePixelRatio = ratio;
    this.#chart.resize(size.width, size.height);
    const result = use();
    this.#chart.options.devicePixelRatio = window.devicePixelRatio;
    this.#chart.resize(width, height);
    return result;
  }

  pixelX(value: number): number {
    return this.#chart.scales["x"]?.getPixelForValue(value) ?? Number.NaN;
  }

  pixelY(value: number): number {
    return this.#chart.scales["y"]?.getPixelForValue(value) ?? Number.NaN;
  }

  /** The value of the x-axis at a pixel of the picture. */
  valueAt(pixel: number): number {
    return this.#chart.scales["x"]?.getValueForPixel(pixel) ?? 0;
  }

  dispose(): void {
    this.#chart.destroy();
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
