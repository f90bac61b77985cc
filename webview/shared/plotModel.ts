import { decimate, type Points } from "../../src/figures/decimate.ts";
import { isJagged } from "./isJagged.ts";
import { leadingSeries } from "./leadingSeries.ts";
import { isDashed } from "./seriesLook.ts";
import { smooth } from "./smoothing.ts";
import type { Range, Scales, Series, Spread } from "./series.ts";

/** A series as it is to be drawn. */
export interface PlotLine {
  readonly series: Series;
  readonly raw: Points;
  /** Null without smoothing. */
  readonly smoothed: Points | null;
  /** The lower and upper edge of the band around it, never smoothed; null where it has none. */
  readonly spread: { readonly low: Points; readonly high: Points } | null;
  /** float64 [k]: where in range the series is not a number though it has numbers elsewhere. */
  readonly notNumbers: Float64Array;
  /** Whether it goes up and down too much to be dashed. */
  readonly isJagged: boolean;
}

/** Everything about a chart's picture that does not depend on how it is drawn. */
export interface PlotModel {
  readonly lines: readonly PlotLine[];
  readonly x: Range;
  readonly y: Range;
  readonly scales: Scales;
  /** What a reader should know of the picture, in short sentences. */
  readonly notes: readonly string[];
}

export interface PlotOptions {
  /** Shown series only. */
  readonly series: readonly Series[];
  /** What is to be seen; null: everything. */
  readonly range: Range | null;
  readonly scales: Scales;
  /** 0 … 0.999. */
  readonly smoothing: number;
  /** Width of the plot in CSS pixels. */
  readonly pixels: number;
}

/** Where these series have points; null where they have none. `from` may equal `to`. References count where they are alone. */
export function extentOf(series: readonly Series[]): Range | null {
  const withPoints = leadingSeries(series);
  if (withPoints.length === 0) return null;
  return {
    from: Math.min(...withPoints.map(({ x }) => x[0]!)),
    to: Math.max(...withPoints.map(({ x }) => x.at(-1)!)),
  };
}

/** Smooths, cuts and thins out series for a picture, and finds its axes. */
export function plotModel({ series, range, scales, smoothing, pixels }: PlotOptions): PlotModel {
  const x = xRange(series, range, scales);
  const found = series.map((one): Omit<PlotLine, "isJagged"> => {
    const shown = scales.y === "log" ? one.y.map((value) => (value > 0 ? value : Number.NaN)) : one.y;
    const cut = (y: Float64Array): Points => decimate(one.x, y, x, pixels, scales.x);
    const isSmoothed = smoothing > 0 && one.isReference !== true;
    return {
      series: one,
      raw: cut(shown),
      smoothed: isSmoothed ? cut(smooth(one.y, smoothing, scales.y === "log")) : null,
      spread: one.spread === undefined ? null : edges(one.spread, scales, cut),
      notNumbers: notNumbers(one, x),
    };
  });
  const y = scales.yRange ?? yRange(found, x, scales);
  const lines = found.map((line): PlotLine => ({
    ...line,
    isJagged: isJagged(line.smoothed ?? line.raw, y, scales.y, pixels),
  }));
  return { lines, x, y, scales, notes: [...notes(lines, x, range, scales), ...outOfView(lines, x, y)] };
}

/** What is at the bottom of a log axis, though it is not above 0. */
const bottom = Number.MIN_VALUE;

function edges(
  { low, high }: Spread,
  { y: scale }: Scales,
  cut: (y: Float64Array) => Points,
): { low: Points; high: Points } {
  if (scale === "linear") return { low: cut(low), high: cut(high) };
  // Gaps must be the same in both: a band that goes below 0 goes to the bottom.
  return {
    low: cut(low.map((value, i) => (high[i]! > 0 ? Math.max(value, bottom) : Number.NaN))),
    high: cut(high.map((value) => (value > 0 ? value : Number.NaN))),
  };
}

/**
 * The range of an x-axis that shows `range` (null: all points of `series`), never empty. A log axis begins at the first
 * point above 0 where the range does not.
 */
export function xRange(series: readonly Series[], range: Range | null, scales: Scales): Range {
  const whole = range ?? extentOf(series) ?? { from: 0, to: 1 };
  let { from } = whole;
  if (scales.x === "log" && from <= 0) {
    const positive = series
      .map(({ x }) => x.find((value) => value > 0))
      .filter((value) => value !== undefined);
    from = positive.length > 0 ? Math.min(...positive) : 1;
  }
  if (whole.to > from) return { from, to: whole.to };
  // One place only: give it room on both sides.
  return scales.x === "log" ? { from: from / 2, to: from * 2 } : { from: from - 1, to: from + 1 };
}

function yRange(lines: readonly Omit<PlotLine, "isJagged">[], x: Range, scales: Scales): Range {
  const own = lines.filter(({ series }) => series.isReference !== true).flatMap(pointsOf);
  let [low, high] = lowAndHigh(own, x);
  if (low > high) [low, high] = lowAndHigh(lines.flatMap(pointsOf), x);
  if (low > high) return scales.y === "log" ? { from: 0.1, to: 1 } : { from: 0, to: 1 };
  if (scales.y === "log") {
    const room = Math.max((high / low) ** 0.04, 1.02);
    return { from: low / room, to: high * room };
  }
  const room = high > low ? (high - low) * 0.04 : Math.max(Math.abs(high) * 0.1, 0.01);
  return { from: low - room, to: high + room };
}

function pointsOf({ raw, smoothed, spread }: Omit<PlotLine, "isJagged">): Points[] {
  return [raw, smoothed, spread?.low, spread?.high].filter((points) => points != null);
}

/** The lowest and the highest value in range; infinite and the wrong way round where there is none. */
function lowAndHigh(all: readonly Points[], { from, to }: Range): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (const { x, y } of all) {
    for (let i = 0; i < x.length; i++) {
      const value = y[i]!;
      if (x[i]! < from || x[i]! > to || !Number.isFinite(value) || value === bottom) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** A reference that was asked for and cannot be seen is looked for in vain. */
function outOfView(lines: readonly PlotLine[], x: Range, y: Range): string[] {
  const isOut = ({ series, raw }: PlotLine): boolean =>
    series.isReference === true &&
    !raw.y.some((value, i) => {
      const at = raw.x[i]!;
      return at >= x.from && at <= x.to && value >= y.from && value <= y.to;
    });
  const out = lines.filter(isOut).map(({ series }) => series.label);
  return out.length === 0 ? [] : [`Out of view: ${out.join(", ")}.`];
}

function notNumbers({ x, y }: Series, range: Range): Float64Array {
  if (!y.some((value) => Number.isFinite(value))) return new Float64Array();
  return x.filter((at, i) => at >= range.from && at <= range.to && !Number.isFinite(y[i]!));
}

function notes(lines: readonly PlotLine[], x: Range, range: Range | null, scales: Scales): string[] {
  const all: string[] = [];
  const total = lines.reduce((sum, { raw }) => sum + raw.of, 0);
  const shown = lines.reduce((sum, { raw }) => sum + Math.min(raw.x.length, raw.of), 0);
  if (lines.some(({ raw }) => raw.isDecimated)) {
    all.push(`Decimated: ${count(shown)} of ${count(total)} points, the lowest and highest of each pixel.`);
  }
  if (scales.x === "log" && (range?.from ?? 0) <= 0 && lines.some(({ series }) => (series.x[0] ?? 1) <= 0)) {
    all.push(`Log x: begins at the first point above 0 (${count(x.from)}).`);
  }
  if (scales.y === "log") {
    const lost = lines.reduce(
      (sum, { series }) =>
        sum + series.y.filter((y, i) => y <= 0 && series.x[i]! >= x.from && series.x[i]! <= x.to).length,
      0,
    );
    if (lost > 0)
      all.push(`Log y: ${count(lost)} ${lost === 1 ? "point" : "points"} at 0 or below cannot be shown.`);
  }
  if (lines.some((line) => line.isJagged && isDashed(line.series)))
    all.push("Solid instead of dashed: curves that go up and down every few pixels.");
  const undefinedPoints = lines.reduce((sum, line) => sum + line.notNumbers.length, 0);
  if (undefinedPoints > 0) all.push(`× on the axis: ${count(undefinedPoints)} not a number.`);
  return all;
}

const numbers = new Intl.NumberFormat("en-US");

function count(n: number): string {
  return numbers.format(n);
}
