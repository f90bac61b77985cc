import type { LinePlot, PlotSeries } from "./figure.ts";
import type { Range } from "./scale.ts";

/** What the axes of a plot of lines show: what it says, else all that is in its series with a little room around. */
export function linePlotRanges(plot: LinePlot): { readonly x: Range; readonly y: Range } {
  const isLog = plot.yScale === "log";
  // What is less is 0 to all who read it, and leaves no room for the ticks of a log axis.
  const isShown = (value: number): boolean => Number.isFinite(value) && (!isLog || value > 1e-200);
  return { x: xRange(plot, isShown), y: isLog ? logRange(plot, isShown) : linearRange(plot, isShown) };
}

function xRange({ xRange: given, series }: LinePlot, isShown: (value: number) => boolean): Range {
  if (given && given[1] > given[0]) return { from: given[0], to: given[1] };
  const found = extent(series.map(({ x, y }) => Array.from(x).filter((_, i) => isShown(y[i] ?? Number.NaN))));
  if (found === null) return { from: 0, to: 1 };
  if (found.from === found.to) return { from: found.from - 0.5, to: found.to + 0.5 };
  // Marks at the edge would stand on the axis.
  const room = series.some(({ look }) => look !== undefined && look !== "line") ? 0.04 : 0;
  const padding = (found.to - found.from) * room;
  return { from: found.from - padding, to: found.to + padding };
}

function linearRange(plot: LinePlot, isShown: (value: number) => boolean): Range {
  const { yRange: given } = plot;
  if (given && given[1] > given[0]) return { from: given[0], to: given[1] };
  const found = extent(valuesOf(plot, isShown));
  if (found === null) return { from: 0, to: 1 };
  const { from, to } = found;
  if (from === to) {
    const room = Math.max(Math.abs(from) * 0.1, 0.01);
    return { from: from - room, to: to + room };
  }
  const room = (to - from) * 0.05;
  // From nearly 0 on: the axis begins where its numbers do.
  const isFromZero = from >= 0 && from < to * 0.3;
  return { from: isFromZero ? 0 : from - room, to: to + room };
}

function logRange(plot: LinePlot, isShown: (value: number) => boolean): Range {
  const { yRange: given } = plot;
  if (given && given[0] > 0 && given[1] > given[0]) return { from: given[0], to: given[1] };
  const found = extent(valuesOf(plot, isShown)) ?? { from: 0.1, to: 1 };
  const to = given && given[1] > found.from ? given[1] : found.to;
  const room = Math.max((to / found.from) ** 0.04, 1.05);
  return { from: found.from / room, to: given && given[1] > found.from ? to : to * room };
}

/** The values of the series and of the bands around them, within the x-axis where it is given. */
function valuesOf(plot: LinePlot, isShown: (value: number) => boolean): number[][] {
  const isInside = (x: number): boolean => !plot.xRange || (x >= plot.xRange[0] && x <= plot.xRange[1]);
  const values = ({ x, y, band }: PlotSeries): number[] =>
    [y, ...(band ? [band.low, band.high] : [])].flatMap((some) =>
      Array.from(some).filter((value, i) => isShown(value) && isInside(x[i] ?? Number.NaN)),
    );
  return plot.series.map(values);
}

function extent(all: readonly (readonly number[])[]): Range | null {
  let from = Infinity;
  let to = -Infinity;
  for (const values of all) {
    for (const value of values) {
      if (value < from) from = value;
      if (value > to) to = value;
    }
  }
  return from <= to && Number.isFinite(from) && Number.isFinite(to) ? { from, to } : null;
}
