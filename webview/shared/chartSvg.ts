import { cutAtAxes } from "../../src/figures/cutAtAxes.ts";
import { curvePath } from "../../src/figures/curvePath.ts";
import type { Points } from "../../src/figures/decimate.ts";
import { textSizes } from "../../src/figures/drawing.ts";
import { fitText } from "../../src/figures/fitText.ts";
import { legendSample, legendSvg, sampleLine, type LegendEntry } from "../../src/figures/legendSvg.ts";
import { pixel } from "../../src/figures/pixel.ts";
import { plotAxes } from "../../src/figures/plotAxes.ts";
import { plotDescription } from "../../src/figures/plotDescription.ts";
import { placer } from "../../src/figures/scale.ts";
import { svgElement } from "../../src/figures/svgElement.ts";
import { svgFile } from "../../src/figures/svgFile.ts";
import { svgLabel, type LabelLook } from "../../src/figures/svgLabel.ts";
import { textWidth } from "../../src/figures/textWidth.ts";
import { ticks } from "../../src/figures/ticks.ts";
import type { XAxis } from "./chartGroup.ts";
import { labelLanes } from "./labelLanes.ts";
import { namedPlaces } from "./namedPlaces.ts";
import type { PlotModel } from "./plotModel.ts";
import type { Extras, Series } from "./series.ts";
import { seriesLook } from "./seriesLook.ts";
import { spreadOpacity } from "./spreadOpacity.ts";
import { spreadOutline } from "./spreadOutline.ts";
import { fade, paperPalette as palette, slotStyle } from "./theme.ts";

/** What an SVG file shows besides the curves. */
export interface SvgOptions extends Extras {
  readonly title: string;
  readonly unit: string;
  readonly xAxis: XAxis;
}

/** Of every file, in its pixels. */
export const svgWidth = 720;
/** Where the plot is in it. */
export const svgArea = { left: 64, top: 84, right: 704, bottom: 404 } as const;
const legendTop = 447;
const legendWidth = svgArea.right - svgArea.left;
const size = textSizes.text;

/** Where values are in the file. */
interface Places {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** A chart as SVG file: axes, curves with their dashes, bands, markers, references and legend, in colours for paper. */
export function chartSvg(model: PlotModel, options: SvgOptions): string {
  const { title, unit, xAxis, bands, markers } = options;
  const { left, top, right, bottom } = svgArea;
  const places: Places = {
    x: placer(model.x, model.scales.x, left, right),
    y: placer(model.y, model.scales.y, bottom, top),
  };
  const axes = plotAxes(
    svgArea,
    { ticks: ticks(model.x, model.scales.x, 7, xAxis.format), place: places.x },
    { ticks: ticks(model.y, model.scales.y, 6), place: places.y },
    palette,
  );
  const lanes = labelLanes(
    namedPlaces(model, bands, markers).map((label) => ({ ...label, at: places.x(label.at) - left })),
    right - left,
    3,
    (label) => textWidth(label, size),
  );
  const inside = [
    ...extrasSvg(model, options, places),
    ...curvesSvg(model, places),
    ...markersSvg(model, markers, places),
  ];
  const legend = legendSvg(
    model.lines.map(({ series }) => legendEntry(series)),
    legendWidth,
    palette.foreground,
  );
  const height = legendTop + legend.height + 21;
  const heading = fitText(title, legendWidth * 0.8, 14, "bold");
  const svg = [
    svgElement("rect", { width: svgWidth, height, fill: palette.background }),
    text(heading, left, 24, { fill: palette.foreground, size: 14, weight: "bold" }),
    text(unit, right, 24, { anchor: "end" }),
    axes.grid,
    axes.labels,
    ...lanes.map((label) =>
      text(label.text, left + label.left, top - 5 - 14 * label.lane, { fill: palette.foreground }),
    ),
    svgElement("g", { fill: "none" }, cutAtAxes(inside.join(""), svgArea)),
    axes.lines,
    text(xAxis.title, (left + right) / 2, bottom + 34, { anchor: "middle" }),
    svgElement("g", { transform: `translate(${left} ${legendTop})` }, legend.svg),
  ];
  const series = model.lines.map((line) => line.series);
  const description = plotDescription({ kind: "lines", title, xTitle: xAxis.title, yTitle: unit, series });
  return svgFile({ svg: svg.join("\n"), width: svgWidth, height }, palette, { title, description });
}

/** Bands and references, under the curves. */
function extrasSvg(model: PlotModel, { bands, references }: SvgOptions, { x, y }: Places): string[] {
  const { left, top, right, bottom } = svgArea;
  const shades = bands.flatMap(({ from, to, slot }) => {
    const start = Math.max(left, x(Math.max(from, model.x.from)));
    const end = Math.min(right, x(Math.min(to ?? model.x.to, model.x.to)));
    if (!(end > start)) return [];
    const fill = slot === undefined ? palette.muted : palette.series[slotStyle(slot).colour];
    const box = { x: start, y: top, width: end - start, height: bottom - top };
    return [svgElement("rect", { ...box, fill, "fill-opacity": "0.12" })];
  });
  const lines = references
    .filter(({ at }) => at >= model.y.from && at <= model.y.to)
    .flatMap(({ at, label }) => [
      line(left, y(at), right, y(at), { stroke: palette.muted, "stroke-dasharray": "1 4" }),
      text(label, right - 4, y(at) - 4, { anchor: "end" }),
    ]);
  return [...shades, ...lines];
}

/** Bands around means, then curves, each with its raw trace below it and marks of what is not a number. */
function curvesSvg(model: PlotModel, { x, y }: Places): string[] {
  const d = (points: Points): string => curvePath(points.x, points.y, x, y);
  const spreads = model.lines.flatMap(({ series, spread }) => {
    if (spread === null) return [];
    const outline = spreadOutline(spread)
      .map((ring) => `M${ring.map((point) => `${pixel(x(point.x))} ${pixel(y(point.y))}`).join("L")}Z`)
      .join("");
    return [svgElement("path", { d: outline, fill: strokeOf(series).stroke, "fill-opacity": spreadOpacity })];
  });
  const curves = model.lines.flatMap(({ series, raw, smoothed, notNumbers }) => {
    const look = strokeOf(series);
    const low = svgArea.bottom - 5;
    return [
      smoothed === null ? "" : svgElement("path", { d: d(raw), stroke: fade(look.stroke, 0.3) }),
      svgElement("path", { d: d(smoothed ?? raw), ...look }),
      ...Array.from(notNumbers, (place) =>
        svgElement(
          "path",
          { d: `M${pixel(x(place) - 3)} ${low - 3}l6 6m0 -6l-6 6`, stroke: look.stroke },
          svgElement("title", {}, "not a number"),
        ),
      ),
    ];
  });
  return [...spreads, ...curves];
}

function markersSvg(model: PlotModel, markers: SvgOptions["markers"], { x }: Places): string[] {
  return markers
    .filter(({ at }) => at >= model.x.from && at <= model.x.to)
    .map(({ at }) =>
      line(x(at), svgArea.top, x(at), svgArea.bottom, {
        stroke: palette.foreground,
        "stroke-dasharray": "4 3",
      }),
    );
}

function legendEntry(series: Series): LegendEntry {
  const look = strokeOf(series);
  const stroke = { ...look, "stroke-width": look["stroke-width"] + 0.4 };
  const box = { width: legendSample, height: 10, fill: look.stroke, "fill-opacity": spreadOpacity };
  return {
    label: series.label,
    picture: (x, y) =>
      (series.spread === undefined ? "" : svgElement("rect", { x, y: y - 5, ...box })) +
      sampleLine(x, y, stroke),
  };
}

function text(content: string, x: number, y: number, look: Partial<LabelLook>): string {
  return svgLabel(content, x, y, { fill: palette.muted, size, ...look });
}

function line(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  look: Readonly<Record<string, string>>,
): string {
  return svgElement("path", { d: `M${pixel(x1)} ${pixel(y1)}L${pixel(x2)} ${pixel(y2)}`, ...look });
}

/** How a series' line looks, as attributes. */
function strokeOf(series: Series) {
  const { colour, dash, isThin } = seriesLook(series, palette);
  return {
    stroke: colour,
    "stroke-width": isThin ? 0.9 : 1.6,
    "stroke-dasharray": dash.length > 0 ? dash.join(" ") : undefined,
  };
}
