import type { ChartFrame } from "./chartFrame.ts";
import type { ChartGroup } from "./chartGroup.ts";
import type { ChartLegend } from "./chartLegend.ts";
import { Crosshair, type CrosshairPoint, type PlotArea } from "./crosshair.ts";
import { setText } from "./dom.ts";
import { cancelDraw, drawSoon, writeInTurn } from "./frames.ts";
import type { PictureSize } from "./pictureSize.ts";
import { readingText } from "./readingText.ts";
import { readings } from "./readings.ts";
import type { Range, ScaleKind, Series } from "./series.ts";
import { seriesLook } from "./seriesLook.ts";
import type { Palette } from "./theme.ts";
import { inFull } from "../../src/figures/ticks.ts";

/** A drawn chart, as its crosshair needs it. */
export interface ChartView {
  readonly series: readonly Series[];
  readonly range: Range;
  /** What can be panned and zoomed out to. */
  readonly whole: () => Range;
  readonly scale: ScaleKind;
  readonly area: PlotArea;
  /** Of the picture, in CSS pixels. */
  readonly size: PictureSize;
  readonly palette: Palette;
  readonly pixelX: (x: number) => number;
  readonly pixelY: (y: number) => number;
  readonly format: (y: number) => string;
}

/** What is at the crosshair: drawn over the picture, written into the legend, and said when moved by a key. */
export class ChartValues {
  readonly #frame: ChartFrame;
  readonly #legend: ChartLegend;
  readonly #view: () => ChartView | null;
  readonly #crosshair: Crosshair;
  readonly #ending: () => void;
  /** Where the group's crosshair is, before snapping. */
  at: number | null = null;
  /** Height of the pointer in the picture, while it is in this one. */
  pointerY: number | null = null;
  /** What a drag has marked, in pixels of the picture. */
  selection: Range | null = null;
  /** A place of the x-axis that is marked besides the crosshair. */
  mark: number | null = null;
  /** Out of view nothing is drawn, however far the crosshair moves; coming back, it is drawn again. */
  isInView = true;
  #mustSpeak = false;
  /** What the legend is to show. */
  #values: ReadonlyMap<string, string> = new Map();

  constructor(frame: ChartFrame, legend: ChartLegend, group: ChartGroup, view: () => ChartView | null) {
    this.#frame = frame;
    this.#legend = legend;
    this.#view = view;
    this.#crosshair = new Crosshair(frame.overlay);
    this.#ending = group.onDidMoveCursor.on((x) => {
      this.at = x;
      this.draw();
    });
  }

  /** Draws again in the next frame, as after the picture has changed. */
  draw(): void {
    drawSoon(this.#draw);
  }

  /** Says the values once they are drawn. */
  speak(): void {
    this.#mustSpeak = true;
    this.draw();
  }

  dispose(): void {
    cancelDraw(this.#draw);
    cancelDraw(this.#write);
    this.#ending();
  }

  readonly #draw = (): void => {
    if (!this.isInView && !this.#mustSpeak) return;
    const view = this.#view();
    const found =
      this.at === null || view === null
        ? null
        : readings(
            view.series,
            this.at,
            view.range,
            view.scale,
            12 / Math.max(1, view.area.right - view.area.left),
          );
    if (view !== null) this.#crosshair.clear(view.size);
    if (view !== null && this.selection !== null) {
      this.#crosshair.select(view.area, this.selection, view.palette);
    }
    if (view !== null && this.mark !== null) {
      this.#crosshair.mark(view.area, view.pixelX(this.mark), view.palette);
    }
    if (view === null || found === null) {
      this.#show(new Map());
      return;
    }
    const values = new Map<string, string>();
    const spoken: string[] = [];
    const points: CrosshairPoint[] = [];
    // In full: one looks for the exact place.
    const place = inFull(found.x);
    view.series.forEach((series, i) => {
      const index = found.indices[i]!;
      const reading = readingText(series, index, found.x, view.format);
      if (reading === null) return;
      const { text } = reading;
      values.set(series.key, text);
      spoken.push(`${series.label} ${reading.spoken}`);
      const y = view.pixelY(reading.value);
      if (!Number.isFinite(y) || y < view.area.top - 1 || y > view.area.bottom + 1) return;
      points.push({
        x: view.pixelX(series.isReference === true ? found.x : series.x[index]!),
        y,
        colour: seriesLook(series, view.palette).colour,
        // Names where one looks, values everywhere.
        name: this.pointerY === null ? "" : series.label,
        text,
        isNearest: false,
      });
    });
    const nearest = this.#nearest(points);
    this.#crosshair.draw(
      view.area,
      view.pixelX(found.x),
      place,
      points.map((point) => (point === nearest ? { ...point, isNearest: true } : point)),
      view.palette,
    );
    this.#show(values);
    if (this.#mustSpeak) {
      setText(this.#frame.spoken, `${place}: ${spoken.join(", ")}`);
      this.#mustSpeak = false;
    }
  };

  #show(values: ReadonlyMap<string, string>): void {
    const count = Math.max(values.size, this.#values.size);
    this.#values = values;
    if (count > 0) writeInTurn(this.#write, count);
  }

  readonly #write = (): void => {
    this.#legend.setValues(this.#values);
  };

  #nearest(points: readonly CrosshairPoint[]): CrosshairPoint | null {
    const { pointerY } = this;
    if (pointerY === null) return null;
    return points.reduce<CrosshairPoint | null>(
      (best, point) =>
        best === null || Math.abs(point.y - pointerY) < Math.abs(best.y - pointerY) ? point : best,
      null,
    );
  }
}
