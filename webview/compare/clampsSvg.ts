import { svgArea, svgWidth } from "../shared/chartSvg.ts";
import { svgText } from "../../src/figures/svgText.ts";
import { paperPalette as palette, slotStyle } from "../shared/theme.ts";
import { ticks } from "../../src/figures/ticks.ts";
import type { TimelineRow } from "./clampTimeline.ts";
import { isOnAxis, placeOnAxis, timelineBars, type TimelineAxis } from "./timelineLayout.ts";

const top = 40;
const rowHeight = 34;
// There is no canvas to measure with; Helvetica's letters are about this wide at 11 pixels.
const letter = 6;

/**
 * When which clamps held as SVG file, in colours for paper: as wide as a chart's, with its x-axis in the same place.
 * @param axis of what is seen; its pixels are set here
 */
export function clampsSvg(
  rows: readonly TimelineRow[],
  axis: Omit<TimelineAxis, "left" | "right">,
  format: (sequences: number) => string,
): string {
  const { left, right } = svgArea;
  const inPixels = { ...axis, left, right };
  const bottom = top + rows.length * rowHeight;
  const parts = rows.map((row, place) => drawnRow(row, top + place * rowHeight, inPixels));
  const marks = ticks(axis, axis.scale, 7, format).map(
    ({ value, label }) =>
      `<text x="${round(placeOnAxis(value, inPixels))}" y="${bottom + 16}" text-anchor="middle" fill="${palette.muted}">${svgText(label)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${svgWidth}" height="${bottom + 28}" font-family="${palette.font}" font-size="11">`,
    `<rect width="${svgWidth}" height="${bottom + 28}" fill="${palette.background}"/>`,
    `<text x="${left}" y="24" font-size="14" font-weight="bold" fill="${palette.foreground}">Clamps</text>`,
    ...parts,
    ...marks,
    "</svg>",
    "",
  ].join("\n");
}

function drawnRow(row: TimelineRow, y: number, axis: TimelineAxis): string {
  const { run, clamp, spans, isLive } = row;
  const origin = run.origin ?? 0;
  const colour = palette.series[slotStyle(run.slot).colour];
  const words = `${run.name}: ${clamp ?? "no clamps"}${isLive ? ", set while running" : ""}`;
  const moved = spans.map(({ from, until }) => ({
    from: from - origin,
    until: until === null ? null : until - origin,
  }));
  const bars = timelineBars({ spans: moved, end: run.summary.sequences - origin }, axis).map(
    ({ left, width }) =>
      `<rect x="${round(left)}" y="${y + 16}" width="${round(width)}" height="8" fill="${colour}" stroke="${colour}"${isLive ? ' fill-opacity="0.4"' : ""}/>`,
  );
  const { phaseChange } = run.summary;
  const at = phaseChange === null ? null : phaseChange - origin;
  const tick =
    at === null || !isOnAxis(at, axis)
      ? ""
      : `<path d="M${round(placeOnAxis(at, axis))} ${y + 13}v14" stroke="${palette.foreground}" stroke-width="2"><title>phase change</title></path>`;
  const most = (axis.right - axis.left) / letter;
  return [
    `<text x="${axis.left}" y="${y + 11}" fill="${palette.foreground}">${svgText(words, most)}</text>`,
    `<path d="M${axis.left} ${y + 26}H${axis.right}" stroke="${palette.grid}"/>`,
    ...bars,
    tick,
  ].join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
