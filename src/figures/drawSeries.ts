import { curvePath } from "./curvePath.ts";
import { decimate } from "./decimate.ts";
import type { PlotSeries } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { markPath } from "./markPath.ts";
import { placer, type Range, type ScaleKind } from "./scale.ts";
import { referenceDash, slotLook } from "./slotLook.ts";
import { svgElement } from "./svgElement.ts";

/** What is inside of a plot's axes, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The axes of a plot of lines. */
export interface PlotAxes {
  readonly area: PlotArea;
  readonly x: Range;
  readonly y: Range;
  readonly yScale: ScaleKind;
}

/** Radius of a mark in pixels. */
export const markRadius = 4.5;

/** How a series' line looks, as attributes. */
export function strokeOf(
  series: Pick<PlotSeries, "slot" | "isReference">,
  palette: FigurePalette,
): Readonly<Record<string, string | number | undefined>> {
  const { colour, dash } = slotLook(series.slot);
  const pattern = series.isReference === true ? referenceDash : dash;
  return {
    stroke: palette.series[colour],
    "stroke-width": series.isReference === true ? 1.1 : 2.2,
    "stroke-dasharray": pattern.length > 0 ? pattern.join(" ") : undefined,
  };
}

/**
 * A series in a plot: `under` is its band, `inside` its line, both to be cut at the axes, `over` its marks, which are
 * whole where their point is inside.
 */
export function drawSeries(
  series: PlotSeries,
  axes: PlotAxes,
  palette: FigurePalette,
): { readonly under: string; readonly inside: string; readonly over: string } {
  const { area } = axes;
  const placeX = placer(axes.x, "linear", area.left, area.right);
  const placeY = placer(axes.y, axes.yScale, area.bottom, area.top);
  const colour = palette.series[slotLook(series.slot).colour];
  const under = series.band
    ? bandPaths(series, placeX, placeY)
        .map((d) => svgElement("path", { d, fill: colour, "fill-opacity": 0.18 }))
        .join("")
    : "";
  const look = series.look ?? "line";
  if (look !== "line") {
    const marks: string[] = [];
    for (let i = 0; i < series.x.length; i++) {
      const [x, y] = [series.x[i]!, series.y[i] ?? Number.NaN];
      if (!isWithin(x, axes.x) || !isWithin(y, axes.y)) continue;
      marks.push(markPath(look, placeX(x), placeY(y), series.isReference === true ? 3.2 : markRadius));
    }
    const paint =
      series.isReference === true
        ? { fill: "none", stroke: colour, "stroke-width": 1.1 }
        : { fill: colour, stroke: palette.background, "stroke-width": 0.8 };
    return { under, inside: "", over: marks.map((d) => svgElement("path", { d, ...paint })).join("") };
  }
  const { x, y } = thinnedOut(series, axes);
  const stroke = strokeOf(series, palette);
  const inside = svgElement("path", { d: curvePath(x, y, placeX, placeY), fill: "none", ...stroke });
  const dots = lonePoints(x, y)
    .filter((i) => isWithin(x[i]!, axes.x) && isWithin(y[i]!, axes.y))
    .map((i) =>
      svgElement("circle", {
        cx: placeX(x[i]!),
        cy: placeY(y[i]!),
        r: series.isReference === true ? 1.2 : 2,
        fill: colour,
      }),
    );
  return { under, inside, over: dots.join("") };
}

function thinnedOut(
  { x, y }: PlotSeries,
  { area, x: range }: PlotAxes,
): { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> } {
  const pixels = area.right - area.left;
  if (x.length <= 4 * pixels) return { x, y };
  const all = Float64Array.from(x);
  // Only what runs from left to right has a lowest and highest of each pixel.
  if (!all.every((value, i) => i === 0 || value >= all[i - 1]!)) return { x, y };
  return decimate(all, Float64Array.from(y), range, 2 * pixels, "linear");
}

/** Points that no line reaches, because there is no number before and after. */
function lonePoints(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const isThere = (i: number): boolean => Number.isFinite(x[i]) && Number.isFinite(y[i]);
  return Array.from(x, (_, i) => i).filter((i) => isThere(i) && !isThere(i - 1) && !isThere(i + 1));
}

/** The outlines of a band, one for each stretch without a gap. */
function bandPaths(
  { x, band }: PlotSeries,
  placeX: (value: number) => number,
  placeY: (value: number) => number,
): string[] {
  const { low, high } = band ?? { low: [], high: [] };
  const isThere = (i: number): boolean =>
    [placeX(x[i]!), placeY(low[i] ?? Number.NaN), placeY(high[i] ?? Number.NaN)].every(Number.isFinite);
  const paths: string[] = [];
  for (let from = 0; from < x.length; from++) {
    if (!isThere(from)) continue;
    let end = from;
    while (end < x.length && isThere(end)) end++;
    const forth = Array.from({ length: end - from }, (_, i) => from + i);
    const round = [...forth, ...forth.toReversed()];
    paths.push(
      `${curvePath(
        round.map((i) => x[i]!),
        round.map((i, place) => (place < forth.length ? high[i]! : low[i]!)),
        placeX,
        placeY,
      )}Z`,
    );
    from = end;
  }
  return paths;
}

function isWithin(value: number, { from, to }: Range): boolean {
  const slack = (to - from) * 1e-9;
  return value >= from - slack && value <= to + slack;
}
