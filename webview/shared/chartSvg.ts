import type { XAxis } from "./chartGroup.ts";
import { curvePath } from "../../src/figures/curvePath.ts";
import type { Points } from "../../src/figures/decimate.ts";
import { fitText } from "../../src/figures/fitText.ts";
import { legendRows } from "../../src/figures/legendRows.ts";
import { pixel } from "../../src/figures/pixel.ts";
import { placer } from "../../src/figures/scale.ts";
import { labelLanes } from "./labelLanes.ts";
import { spreadOpacity } from "./spreadOpacity.ts";
import { namedPlaces } from "./namedPlaces.ts";
import type { PlotModel } from "./plotModel.ts";
import type { Extras, Series } from "./series.ts";
import { seriesLook } from "./seriesLook.ts";
import { spreadOutline } from "./spreadOutline.ts";
import { svgText } from "../../src/figures/svgText.ts";
import { textWidth } from "../../src/figures/textWidth.ts";
import { fade, paperPalette as palette, slotStyle } from "./theme.ts";
import { ticks } from "../../src/figures/ticks.ts";

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
const legendTop = 456;
const legendWidth = svgArea.right - svgArea.left;
const size = 11;

/** A chart as SVG file: axes, curves with their dashes, bands, markers, references and legend, in colours for paper. */
export function chartSvg(model: PlotModel, options: SvgOptions): string {
  const { title, unit, xAxis, bands, markers, references } = options;
  const x = placer(model.x, model.scales.x, svgArea.left, svgArea.right);
  const y = placer(model.y, model.scales.y, svgArea.bottom, svgArea.top);
  const parts: string[] = [];
  const text = (content: string, at: number, from: number, attributes = ""): string =>
    `<text x="${pixel(at)}" y="${pixel(from)}" ${attributes}>${svgText(content)}</text>`;
  const d = (points: Points): string => curvePath(points.x, points.y, x, y);
  const line = (x1: number, y1: number, x2: number, y2: number, attributes: string): string =>
    `<path d="M${pixel(x1)} ${pixel(y1)}L${pixel(x2)} ${pixel(y2)}" ${attributes}/>`;

  for (const { value, label } of ticks(model.y, model.scales.y, 6)) {
    parts.push(line(svgArea.left, y(value), svgArea.right, y(value), `stroke="${palette.grid}"`));
    parts.push(text(label, svgArea.left - 6, y(value) + 4, `text-anchor="end" fill="${palette.muted}"`));
  }
  for (const { value, label } of ticks(model.x, model.scales.x, 7, xAxis.format)) {
    parts.push(line(x(value), svgArea.top, x(value), svgArea.bottom, `stroke="${palette.grid}"`));
    parts.push(text(label, x(value), svgArea.bottom + 16, `text-anchor="middle" fill="${palette.muted}"`));
  }
  const inside: string[] = [];
  for (const { from, to, slot } of bands) {
    const left = Math.max(svgArea.left, x(Math.max(from, model.x.from)));
    const right = Math.min(svgArea.right, x(Math.min(to ?? model.x.to, model.x.to)));
    if (!(right > left)) continue;
    const colour = slot === undefined ? palette.muted : palette.series[slotStyle(slot).colour];
    inside.push(
      `<rect x="${pixel(left)}" y="${svgArea.top}" width="${pixel(right - left)}" height="${svgArea.bottom - svgArea.top}" fill="${colour}" fill-opacity="0.12"/>`,
    );
  }
  for (const { at, label } of references) {
    if (at < model.y.from || at > model.y.to) continue;
    inside.push(
      line(svgArea.left, y(at), svgArea.right, y(at), `stroke="${palette.muted}" stroke-dasharray="1 4"`),
    );
    inside.push(text(label, svgArea.right - 4, y(at) - 4, `text-anchor="end" fill="${palette.muted}"`));
  }
  for (const { series, spread } of model.lines) {
    if (spread === null) continue;
    const outline = spreadOutline(spread)
      .map((ring) => `M${ring.map((point) => `${pixel(x(point.x))} ${pixel(y(point.y))}`).join("L")}Z`)
      .join("");
    inside.push(`<path d="${outline}" fill="${lineStyle(series).colour}" fill-opacity="${spreadOpacity}"/>`);
  }
  for (const { series, raw, smoothed, notNumbers } of model.lines) {
    const { colour, dash, width } = lineStyle(series);
    if (smoothed !== null) inside.push(`<path d="${d(raw)}" stroke="${fade(colour, 0.3)}"/>`);
    inside.push(`<path d="${d(smoothed ?? raw)}" stroke="${colour}" stroke-width="${width}"${dash}/>`);
    for (const place of notNumbers) {
      const at = pixel(x(place));
      const bottom = svgArea.bottom - 5;
      inside.push(
        `<path d="M${at - 3} ${bottom - 3}l6 6m0 -6l-6 6" stroke="${colour}"><title>not a number</title></path>`,
      );
    }
  }
  for (const { at } of markers) {
    if (at >= model.x.from && at <= model.x.to) {
      inside.push(
        line(
          x(at),
          svgArea.top,
          x(at),
          svgArea.bottom,
          `stroke="${palette.foreground}" stroke-dasharray="4 3"`,
        ),
      );
    }
  }
  const lanes = labelLanes(
    namedPlaces(model, bands, markers).map((label) => ({ ...label, at: x(label.at) - svgArea.left })),
    svgArea.right - svgArea.left,
    3,
    (label) => textWidth(label, size),
  );
  for (const { text: label, left, lane } of lanes) {
    parts.push(text(label, svgArea.left + left, svgArea.top - 5 - 14 * lane, `fill="${palette.foreground}"`));
  }

  const entries = legendRows(
    model.lines.map(({ series }) => 34 + textWidth(series.label, size) + 16),
    legendWidth,
  );
  const height = legendTop + 18 * ((entries.at(-1)?.row ?? -1) + 1) + 12;
  const key = model.lines.map(({ series }, i) => {
    const { left, row } = entries[i]!;
    const { colour, dash, width } = lineStyle(series);
    const at = legendTop + 18 * row;
    const band = `<rect x="${pixel(svgArea.left + left)}" y="${at - 5}" width="28" height="10" fill="${colour}" fill-opacity="${spreadOpacity}"/>`;
    return (
      (series.spread === undefined ? "" : band) +
      line(
        svgArea.left + left,
        at,
        svgArea.left + left + 28,
        at,
        `stroke="${colour}" stroke-width="${width + 0.4}"${dash}`,
      ) +
      text(
        fitText(series.label, legendWidth - 34, size),
        svgArea.left + left + 34,
        at + 4,
        `fill="${palette.foreground}"`,
      )
    );
  });
  const clip = `<clipPath id="plot"><rect x="${svgArea.left}" y="${svgArea.top}" width="${svgArea.right - svgArea.left}" height="${svgArea.bottom - svgArea.top}"/></clipPath>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${svgWidth}" height="${height}" viewBox="0 0 ${svgWidth} ${height}" font-family="${palette.font}" font-size="${size}">`,
    `<title>${svgText(title)}</title>`,
    `<defs>${clip}</defs>`,
    `<rect width="${svgWidth}" height="${height}" fill="${palette.background}"/>`,
    text(
      fitText(title, legendWidth * 0.8, 14, "bold"),
      svgArea.left,
      24,
      `font-size="14" font-weight="bold" fill="${palette.foreground}"`,
    ),
    text(unit, svgArea.right, 24, `text-anchor="end" fill="${palette.muted}"`),
    `<g fill="none">${parts.join("")}</g>`,
    `<g fill="none" stroke-linejoin="round" clip-path="url(#plot)">${inside.join("")}</g>`,
    `<path d="M${svgArea.left} ${svgArea.top}V${svgArea.bottom}H${svgArea.right}" fill="none" stroke="${palette.muted}"/>`,
    text(
      xAxis.title,
      (svgArea.left + svgArea.right) / 2,
      svgArea.bottom + 34,
      `text-anchor="middle" fill="${palette.muted}"`,
    ),
    `<g>${key.join("")}</g>`,
    "</svg>",
    "",
  ].join("\n");
}

function lineStyle(series: Series): {
  readonly colour: string;
  readonly dash: string;
  readonly width: number;
} {
  const look = seriesLook(series, palette);
  const dash = look.dash.length > 0 ? ` stroke-dasharray="${look.dash.join(" ")}"` : "";
  return { colour: look.colour, dash, width: look.isThin ? 0.9 : 1.6 };
}
