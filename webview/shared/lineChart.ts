import { ChartPicture } from "./chart.ts";
import { ChartContent, modelWidth } from "./chartContent.ts";
import { chartFrame, type ChartFrame } from "./chartFrame.ts";
import type { ChartGroup } from "./chartGroup.ts";
import { attachChartInput } from "./chartInput.ts";
import { ChartLegend } from "./chartLegend.ts";
import { plotMargin, yAxisWidth } from "./chartJsOptions.ts";
import type { ChartOptions } from "./chartOptions.ts";
import { chartPng } from "./chartPng.ts";
import { ChartValues, type ChartView } from "./chartValues.ts";
import { drawingOf } from "./drawingOf.ts";
import { cancelDraw, drawWhenTime } from "./frames.ts";
import { soloHidden, toggleHidden } from "./hiddenSeries.ts";
import { isSame } from "./isSame.ts";
import type { PictureSize } from "./pictureSize.ts";
import { extentOf, type PlotModel } from "./plotModel.ts";
import { onThemeChange, readPalette } from "./readPalette.ts";
import type { Band, DataTable, Marker, Range, Reference, Scales, Series } from "./series.ts";
import { showChartState } from "./showChartState.ts";
import { showTable } from "./showTable.ts";
import type { Palette } from "./theme.ts";
import { watchInView } from "./watchInView.ts";
import { watchSize } from "./watchSize.ts";

/** How long what is said of a chart that is out of view may be out of date, in milliseconds. */
const describeAfter = 200;
/** Between two tables of a chart that changes, in milliseconds. */
const tabulateEvery = 1000;

type Shown = Pick<
  ChartContent,
  "title" | "unit" | "emptyText" | "series" | "extras" | "scales" | "smoothing"
>;

/**
 * A line chart with its title, legend, notes and data table, appended to `container` as one `<section class="chart">`.
 * Setters may be called as often as one likes: it draws at most once per animation frame, only while in view, and not where
 * nothing has changed.
 */
export class LineChart {
  readonly #options: ChartOptions;
  readonly #group: ChartGroup;
  readonly #content: ChartContent;
  readonly #frame: ChartFrame;
  readonly #legend: ChartLegend;
  readonly #values: ChartValues;
  readonly #picture: ChartPicture;
  readonly #endings: (() => void)[];
  #highlight: string | null = null;
  #palette: Palette = readPalette();
  #model: PlotModel | null = null;
  #isInView = true;
  /** Of the picture, in CSS pixels: nothing until it was laid out, and while it is folded away. */
  #size: PictureSize = { width: 0, height: 0 };
  #later: ReturnType<typeof setTimeout> | undefined;
  /** When the data table was last written, by `performance.now()`. */
  #tabulated = -Infinity;
  #nextTable: ReturnType<typeof setTimeout> | undefined;

  constructor(container: HTMLElement, options: ChartOptions) {
    this.#options = options;
    this.#group = options.group;
    this.#content = new ChartContent(options);
    this.#legend = new ChartLegend({
      onToggle: (key) => {
        this.#hide(toggleHidden(this.#content.hidden, key));
      },
      onSolo: (key) => {
        const all = this.#content.series.map((one) => one.key);
        this.#hide(soloHidden(this.#content.hidden, key, all));
      },
      onHighlight: (key) => {
        this.#highlight = key;
        this.#invalidate();
      },
    });
    this.#frame = chartFrame(options.title, this.#legend.element, options.actions ?? [], options.below ?? []);
    container.append(this.#frame.section);
    this.#picture = new ChartPicture(this.#frame.canvas);
    this.#values = new ChartValues(this.#frame, this.#legend, this.#group, () => this.#view());
    attachChartInput(this.#frame.plot, this.#frame.canvas, {
      group: this.#group,
      values: this.#values,
      view: () => this.#view(),
      valueAt: (pixel) => this.#picture.valueAt(pixel),
    });
    this.#endings = [
      watchSize(this.#frame.plot, (size) => {
        this.#size = size;
        this.#invalidate();
      }),
      this.#group.onDidChangeRange.on(this.#invalidate),
      onThemeChange(() => {
        this.#palette = readPalette();
        this.#invalidate();
      }),
      watchInView(this.#frame.section, (isInView) => {
        // The first report says again what was assumed: no reason to draw a second time.
        if (isInView && this.#isInView && this.#model !== null) return;
        this.#isInView = this.#values.isInView = isInView;
        this.#invalidate();
      }),
    ];
    this.#frame.details.addEventListener("toggle", this.#invalidate);
  }

  /** The chart's `<section>`. */
  get element(): HTMLElement {
    return this.#frame.section;
  }

  get title(): string {
    return this.#content.title;
  }

  setTitle(title: string, unit: string): void {
    this.#set({ title, unit });
  }

  /** Replaces what is said in place of the picture. */
  setEmptyText(text: string): void {
    this.#set({ emptyText: text });
  }

  /** Replaces all series. Zoom and hidden series stay. */
  setSeries(series: readonly Series[]): void {
    this.#group.setExtent(this, extentOf(series));
    this.#set({ series });
  }

  setBands(bands: readonly Band[]): void {
    this.#set({ extras: { ...this.#content.extras, bands } });
  }

  setMarkers(markers: readonly Marker[]): void {
    this.#set({ extras: { ...this.#content.extras, markers } });
  }

  /** Thin horizontal lines at values worth knowing. */
  setReferences(references: readonly Reference[]): void {
    this.#set({ extras: { ...this.#content.extras, references } });
  }

  setScales(scales: Scales): void {
    this.#set({ scales });
  }

  /** Debiased moving average: 0 none … 0.999. The raw trace stays visible faintly. */
  setSmoothing(weight: number): void {
    this.#set({ smoothing: weight });
  }

  /** Marks a place of the x-axis, such as that of a slider; null for none. May move with every frame: curves are not drawn anew. */
  setCursorMark(x: number | null): void {
    this.#values.mark = x;
    this.#values.draw();
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

  /** The picture as PNG file, as shown or as it would be, with title and legend. Rejects where the browser cannot draw it. */
  exportPng(): Promise<Uint8Array> {
    // Of what is folded away nothing is shown: it has the size that it would have in a narrow panel.
    const { width, height } = this.#frame.plot.getBoundingClientRect();
    const size = width > 0 ? { width, height } : { width: modelWidth, height: 260 };
    // Papers and slides need more pixels than a screen. The picture is taken before `chartPng` waits for anything.
    const png = this.#picture.during(Math.max(2, window.devicePixelRatio), () => {
      this.#draw(size);
      return chartPng(this.#frame.canvas, size, this.#content.title, this.#content.shown, this.#palette);
    });
    this.#invalidate();
    return png;
  }

  /** The picture as SVG file: what is shown, in colours for paper. */
  exportSvg(): string {
    return this.#content.svg();
  }

  /** The last 200 points in view of every shown series. */
  table(): DataTable {
    return this.#content.table();
  }

  dispose(): void {
    cancelDraw(this.#redraw);
    clearTimeout(this.#later);
    clearTimeout(this.#nextTable);
    for (const end of this.#endings) end();
    this.#group.setExtent(this, null);
    this.#values.dispose();
    this.#picture.dispose();
    this.#frame.section.remove();
  }

  readonly #invalidate = (): void => {
    if (this.#isInView) drawWhenTime(this.#redraw);
    // What nobody sees must not keep what is seen waiting.
    else this.#later ??= setTimeout(this.#redraw, describeAfter);
  };

  /** Takes over what is to be shown, and draws it where that is something else than before. */
  #set(part: Partial<Shown>): void {
    const before = this.#content;
    if (Object.entries(part).every(([key, value]) => isSame(value, before[key as keyof Shown]))) return;
    Object.assign(before, part);
    this.#invalidate();
  }

  #hide(hidden: ReadonlySet<string>): void {
    this.#content.hidden = hidden;
    this.#options.onHiddenChange?.([...this.#content.hidden]);
    this.#invalidate();
  }

  #view(): ChartView | null {
    const model = this.#model;
    if (model === null) return null;
    return {
      series: model.lines.map(({ series }) => series),
      range: model.x,
      whole: () => this.#content.whole(model.scales),
      scale: model.scales.x,
      area: this.#picture.area,
      size: this.#picture.size,
      palette: this.#palette,
      pixelX: (x) => this.#picture.pixelX(x),
      pixelY: (y) => this.#picture.pixelY(y),
      format: this.#content.format,
    };
  }

  readonly #redraw = (): void => {
    clearTimeout(this.#later);
    this.#later = undefined;
    const size = this.#size;
    if (size.width === 0) return;
    // What is out of view has no picture, but screen readers and the Tab key come by.
    const model = this.#isInView ? this.#draw(size) : this.#modelOf(size.width);
    showChartState(this.#frame, model, this.#content.state);
    this.#legend.update(this.#content.series, this.#content.hidden, this.#palette);
    if (!this.#isInView) return;
    if (this.#frame.details.open) this.#tabulate();
    this.#values.draw();
  };

  /** Writes the data table, at most once a second: nobody reads faster, and a page with a thousand cells is slow to lay out. */
  #tabulate(): void {
    const wait = this.#tabulated + tabulateEvery - performance.now();
    if (wait <= 0) {
      this.#tabulated = performance.now();
      this.#frame.tableHolder.replaceChildren(showTable(this.table(), this.#content.title));
      return;
    }
    this.#nextTable ??= setTimeout(() => {
      this.#nextTable = undefined;
      if (this.#frame.details.open && this.#isInView) this.#tabulate();
    }, wait);
  }

  #modelOf(width: number): PlotModel {
    return this.#content.model(Math.max(50, width - yAxisWidth - plotMargin));
  }

  #draw(size: PictureSize): PlotModel {
    const { width } = size;
    this.#model = this.#modelOf(width);
    const drawing = drawingOf(this.#picture.context, {
      model: this.#model,
      extras: this.#content.extras,
      palette: this.#palette,
      width,
      xAxis: this.#group.xAxis,
    });
    this.#picture.draw(drawing, this.#highlight, size);
    return this.#model;
  }
}
