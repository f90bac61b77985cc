import type { XAxis } from "./chartGroup.ts";
import type { Points } from "./decimate.ts";
import { labelLanes } from "./labelLanes.ts";
import { namedPlaces } from "./namedPlaces.ts";
import type { PlotModel } from "./plotModel.ts";
import type { Extras, Range, ScaleKind, Series } from "./series.ts";
import { svgText } from "./svgText.ts";
import { fade, paperPalette as palette, slotStyle } from "./theme.ts";
import { ticks } from "./ticks.ts";

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
// There is no canvas to measure with; Helvetica's letters are about this wide at 11 pixels.
const letter = 6.2;

/** A chart as SVG file: axes, curves with their dashes, bands, markers, references and legend, in colours for paper. */
export function chartSvg(model: PlotModel, options: SvgOptions): string {
  const { title, unit, xAxis, bands, markers, references } = options;
  const x = placer(model.x, model.scales.x, svgArea.left, svgArea.right);
  const y = placer(model.y, model.scales.y, svgArea.bottom, svgArea.top);
  const parts: string[] = [];
  const text = (content: string, at: number, from: number, attributes = "", most = Infinity): string =>
    `<text x="${round(at)}" y="${round(from)}" ${attributes}>${svgText(content, most)}</text>`;
  const line = (x1: number, y1: number, x2: number, y2: number, attributes: string): string =>
    `<path d="M${round(x1)} ${round(y1)}L${round(x2)} ${round(y2)}" ${attributes}/>`;

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
      `<rect x="${round(left)}" y="${svgArea.top}" width="${round(right - left)}" height="${svgArea.bottom - svgArea.top}" fill="${colour}" fill-opacity="0.12"/>`,
    );
  }
  for (const { at, label } of references) {
    if (at < model.y.from || at > model.y.to) continue;
    inside.push(
      line(svgArea.left, y(at), svgArea.right, y(at), `stroke="${palette.muted}" stroke-dasharray="1 4"`),
    );
    inside.push(text(label, svgArea.right - 4, y(at) - 4, `text-anchor="end" fill="${palette.muted}"`));
  }
  for (const { series, raw, smoothed, notNumbers } of model.lines) {
    const { colour, dash } = lineStyle(series);
    if (smoothed !== null) inside.push(`<path d="${path(raw, x, y)}" stroke="${fade(colour, 0.3)}"/>`);
    inside.push(`<path d="${path(smoothed ?? raw, x, y)}" stroke="${colour}" stroke-width="1.6"${dash}/>`);
    for (const place of notNumbers) {
      const at = round(x(place));
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
    (label) => label.length * letter,
  );
  for (const { text: label, left, lane } of lanes) {
    parts.push(text(label, svgArea.left + left, svgArea.top - 5 - 14 * lane, `fill="${palette.foreground}"`));
  }

  const entries = legend(model.lines.map(({ series }) => series));
  const height = legendTop + 18 * ((entries.at(-1)?.row ?? -1) + 1) + 12;
  const key = entries.map(({ series, left, row }) => {
    const { colour, dash } = lineStyle(series);
    const at = legendTop + 18 * row;
    return (
      line(
        svgArea.left + left,
        at,
        svgArea.left + left + 28,
        at,
        `stroke="${colour}" stroke-width="2"${dash}`,
      ) +
      text(
        series.label,
        svgArea.left + left + 34,
        at + 4,
        `fill="${palette.foreground}"`,
        (legendWidth - 34) / letter,
      )
    );
  });
  const clip = `<clipPath id="plot"><rect x="${svgArea.left}" y="${svgArea.top}" width="${svgArea.right - svgArea.left}" height="${svgArea.bottom - svgArea.top}"/></clipPath>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${svgWidth}" height="${height}" viewBox="0 0 ${svgWidth} ${height}" font-family="${palette.font}" font-size="11">`,
    `<title>${svgText(title)}</title>`,
    `<defs>${clip}</defs>`,
    `<rect width="${svgWidth}" height="${height}" fill="${palette.background}"/>`,
    text(
      title,
      svgArea.left,
      24,
      `font-size="14" font-weight="bold" fill="${palette.foreground}"`,
      (legendWidth * 0.8) / 8,
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

function lineStyle(series: Pick<Series, "slot" | "dash">): {
  readonly colour: string;
  readonly dash: string;
} {
  const style = slotStyle(series.slot, series.dash);
  const dash = style.dash.length > 0 ? ` stroke-dasharray="${style.dash.join(" ")}"` : "";
  return { colour: palette.series[style.colour], dash };
}

/** Puts legend entries in rows. */
function legend(
  all: readonly Series[],
): { readonly series: Series; readonly left: number; readonly row: number }[] {
  let left = 0;
  let row = 0;
  return all.map((series) => {
    const needed = Math.min(34 + series.label.length * (letter + 0.4) + 16, legendWidth);
    if (left > 0 && left + needed > legendWidth) {
      left = 0;
      row++;
    }
    const entry = { series, left, row };
    left += needed;
    return entry;
  });
}

function path(points: Points, x: (value: number) => number, y: (value: number) => number): string {
  let d = "";
  let isDown = false;
  for (let i = 0; i < points.x.length; i++) {
    const value = points.y[i]!;
    if (!Number.isFinite(value)) {
      isDown = false;
      continue;
    }
    d += `${isDown ? "L" : "M"}${round(x(points.x[i]!))} ${round(y(value))}`;
    isDown = true;
  }
  return d;
}

function placer(range: Range, scale: ScaleKind, start: number, end: number): (value: number) => number {
  const place = (value: number): number => (scale === "log" ? Math.log(value) : value);
  const from = place(range.from);
  const perUnit = (end - start) / (place(range.to) - from);
  return (value) => start + (place(value) - from) * perUnit;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
