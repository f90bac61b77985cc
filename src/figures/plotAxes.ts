import { textSizes } from "./drawing.ts";
import type { PlotArea } from "./drawSeries.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { pixel } from "./pixel.ts";
import { placedLabelsSvg, type PlacedLabel } from "./placedLabel.ts";
import { svgElement } from "./svgElement.ts";
import type { Tick } from "./ticks.ts";

/** The ticks of an axis, and where a value is along it, in pixels. */
export interface PlacedTicks {
  readonly ticks: readonly Tick[];
  readonly place: (value: number) => number;
}

/** The axes of a plot of lines as SVG: `grid` goes under everything, then `labels`, `lines` over the curves. */
export function plotAxes(
  area: PlotArea,
  x: PlacedTicks,
  y: PlacedTicks,
  palette: Pick<FigurePalette, "grid" | "muted">,
): { readonly grid: string; readonly labels: string; readonly lines: string } {
  const { left, top, right, bottom } = area;
  const d = [
    ...y.ticks.map(({ value }) => `M${pixel(left)} ${pixel(y.place(value))}H${pixel(right)}`),
    ...x.ticks.map(({ value }) => `M${pixel(x.place(value))} ${pixel(top)}V${pixel(bottom)}`),
  ].join("");
  const look = { fill: palette.muted, size: textSizes.text };
  const labels: PlacedLabel[] = [
    ...y.ticks.map(({ value, label }) => ({
      text: label,
      x: left - 6,
      y: y.place(value) + 4,
      look: { ...look, anchor: "end" as const },
    })),
    ...x.ticks.map(({ value, label }) => ({
      text: label,
      x: x.place(value),
      y: bottom + 16,
      look: { ...look, anchor: "middle" as const },
    })),
  ];
  return {
    grid: svgElement("path", { d, class: "grid", fill: "none", stroke: palette.grid }),
    labels: placedLabelsSvg(labels),
    lines: svgElement("path", {
      d: `M${pixel(left)} ${pixel(top)}V${pixel(bottom)}H${pixel(right)}`,
      class: "axes",
      fill: "none",
      stroke: palette.muted,
    }),
  };
}
