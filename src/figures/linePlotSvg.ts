import { formatSequences } from "../runs/comparison/formatNumbers.ts";
import { textSizes, type Drawing, type PlotFrame } from "./drawing.ts";
import { cutAtAxes } from "./cutAtAxes.ts";
import { drawLegend } from "./drawLegend.ts";
import { drawSeries, type PlotArea, type PlotAxes } from "./drawSeries.ts";
import type { LinePlot } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { fitText } from "./fitText.ts";
import { linePlotRanges } from "./linePlotRanges.ts";
import { pixel } from "./pixel.ts";
import { placedLabelsSvg } from "./placedLabel.ts";
import { plotAxes } from "./plotAxes.ts";
import { plotHead } from "./plotHead.ts";
import { placer, type Range, type ScaleKind } from "./scale.ts";
import { spreadOut } from "./spreadOut.ts";
import { svgElement } from "./svgElement.ts";
import { svgLabel } from "./svgLabel.ts";
import { textWidth } from "./textWidth.ts";
import { ticks, type Tick } from "./ticks.ts";

const size = textSizes.text;

/** A plot of curves and points: axes, grid, references with their names beside the plot, and a legend below. */
export function linePlotSvg(plot: LinePlot, frame: PlotFrame, palette: FigurePalette): Drawing {
  const { width, areaHeight } = frame;
  const head = plotHead(plot, frame, palette);
  const ranges = linePlotRanges(plot);
  const yScale = plot.yScale ?? "linear";
  const yTicks = freeTicks(ranges.y, yScale, areaHeight);
  const references = (plot.references ?? []).filter(({ at }) => at >= ranges.y.from && at <= ranges.y.to);
  const widestName = Math.min(
    width * 0.28,
    Math.max(0, ...references.map(({ label }) => textWidth(label, size))),
  );
  const left = Math.ceil(Math.max(...yTicks.map(({ label }) => textWidth(label, size)), 8)) + 8;
  const area: PlotArea = {
    left,
    top: head.height,
    right: width - Math.max(12, references.length > 0 ? Math.ceil(widestName) + 8 : 0),
    bottom: head.height + areaHeight,
  };
  const axes: PlotAxes = { area, ...ranges, yScale };
  const placeX = placer(axes.x, "linear", area.left, area.right);
  const placeY = placer(axes.y, yScale, area.bottom, area.top);
  const xTicks = fittingTicks(axes.x, area, width, placeX);

  const drawnAxes = plotAxes(
    area,
    { ticks: xTicks, place: placeX },
    { ticks: yTicks, place: placeY },
    palette,
  );
  const levels = references.map(({ at }) => placeY(at));
  const lines = levels.map((y) =>
    svgElement("path", {
      d: `M${pixel(area.left)} ${pixel(y)}H${pixel(area.right)}`,
      class: "reference",
      stroke: palette.muted,
      "stroke-dasharray": "1 3",
    }),
  );
  const names = spreadOut(levels, 13, area.top + 4, area.bottom - 4).map((y, i) =>
    svgLabel(fitText(references[i]!.label, widestName + 1, size), area.right + 6, y + 4, {
      fill: palette.muted,
      size,
      whole: references[i]!.label,
    }),
  );

  // The paper's own lie under what was measured.
  const order = [...plot.series].sort(
    (a, b) => Number(b.isReference ?? false) - Number(a.isReference ?? false),
  );
  const drawn = order.map((series) => drawSeries(series, axes, palette));
  const isEmpty = drawn.every(({ inside, over }) => !inside.includes('d="M') && over === "");
  const middle = (area.left + area.right) / 2;
  const nothing = isEmpty
    ? svgLabel("no data", middle, (area.top + area.bottom) / 2, {
        fill: palette.muted,
        size,
        anchor: "middle",
      })
    : "";
  const xTitle = svgLabel(fitText(plot.xTitle, area.right - area.left, size), middle, area.bottom + 34, {
    fill: palette.muted,
    size,
    anchor: "middle",
    whole: plot.xTitle,
  });
  const legend = drawLegend(plot.series, width, palette);
  const legendTop = area.bottom + 44;
  const svg = [
    placedLabelsSvg(head.labels),
    drawnAxes.grid,
    drawnAxes.labels,
    cutAtAxes(
      drawn.map(({ under }) => under).join("") + lines.join("") + drawn.map(({ inside }) => inside).join(""),
      area,
    ),
    ...drawn.map(({ over }) => over),
    drawnAxes.lines,
    nothing,
    ...names,
    xTitle,
    svgElement("g", { class: "legend", transform: `translate(0 ${pixel(legendTop)})` }, legend.svg),
  ];
  return { svg: svg.join("\n"), width, height: legendTop + legend.height };
}

/** As many ticks as have room side by side, large numbers as sequences: 200k, 1M. */
function fittingTicks(range: Range, area: PlotArea, width: number, place: (value: number) => number): Tick[] {
  const isLarge = Math.max(Math.abs(range.from), Math.abs(range.to)) >= 10_000;
  const edges = ({ value, label }: Tick): { readonly left: number; readonly right: number } => {
    const half = textWidth(label, size) / 2;
    return { left: place(value) - half, right: place(value) + half };
  };
  let some: Tick[] = [];
  for (let count = Math.max(2, Math.round((area.right - area.left) / 50)); count >= 1; count--) {
    some = ticks(range, "linear", count, isLarge ? formatSequences : undefined).filter(
      (tick) => edges(tick).left >= 0 && edges(tick).right <= width,
    );
    const isFree = some.every((tick, i) => i === 0 || edges(tick).left >= edges(some[i - 1]!).right + 16);
    if (isFree) return some;
  }
  return some.slice(0, 1);
}

/** As many ticks as leave some room between them. */
function freeTicks(range: Range, scale: ScaleKind, height: number): Tick[] {
  const place = placer(range, scale, height, 0);
  for (let count = Math.max(3, Math.round(height / 30)); count > 1; count--) {
    const some = ticks(range, scale, count);
    const isFree = some.every(({ value }, i) => i === 0 || place(some[i - 1]!.value) - place(value) >= 38);
    if (isFree) return some;
  }
  return ticks(range, scale, 1);
}
