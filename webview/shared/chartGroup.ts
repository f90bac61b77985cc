import type { Range } from "./series.ts";
import { Signal } from "./signal.ts";

/** How a group's charts label their x-axis. */
export interface XAxis {
  readonly title: string;
  readonly format: (x: number) => string;
}

/**
 * Charts above each other with one x-axis: what is zoomed in one is zoomed in all, and the crosshair stands at the same
 * place, where each chart snaps to its own nearest point.
 */
export class ChartGroup {
  readonly #extents = new Map<object, Range>();
  #range: Range | null = null;
  #xAxis: XAxis;

  /** Fires when the visible range has changed: by zoom, pan or fit, or by new data while following. */
  readonly onDidChangeRange = new Signal<Range | null>();
  /** Fires when the crosshair has moved: to a place of the x-axis, or away (null). */
  readonly onDidMoveCursor = new Signal<number | null>();

  constructor(xAxis: XAxis) {
    this.#xAxis = xAxis;
  }

  get xAxis(): XAxis {
    return this.#xAxis;
  }

  /** Takes another x-axis, as when runs are aligned by something else; goes back to following. */
  set xAxis(xAxis: XAxis) {
    this.#xAxis = xAxis;
    this.range = null;
  }

  /** The chosen range, or null while following: then everything is shown and new points come into view. */
  get range(): Range | null {
    return this.#range;
  }

  set range(range: Range | null) {
    const valid =
      range !== null && Number.isFinite(range.from) && Number.isFinite(range.to) && range.from < range.to;
    this.#range = valid ? { from: range.from, to: range.to } : null;
    this.onDidChangeRange.fire(this.#range);
  }

  /** What all charts of the group have points in; null while there are none. */
  get extent(): Range | null {
    const all = [...this.#extents.values()];
    if (all.length === 0) return null;
    return { from: Math.min(...all.map(({ from }) => from)), to: Math.max(...all.map(({ to }) => to)) };
  }

  /** Back to following. */
  fit(): void {
    this.range = null;
  }

  /** For charts: where this one has points; null when it has none or is gone. */
  setExtent(chart: object, extent: Range | null): void {
    const before = this.extent;
    if (extent === null) this.#extents.delete(chart);
    else this.#extents.set(chart, extent);
    const after = this.extent;
    if (before?.from !== after?.from || before?.to !== after?.to) this.onDidChangeRange.fire(this.#range);
  }

  /** Puts the crosshair at a place of the x-axis, or takes it away. */
  moveCursor(x: number | null): void {
    this.onDidMoveCursor.fire(x);
  }
}
