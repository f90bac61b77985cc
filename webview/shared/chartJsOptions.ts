import type { XAxis } from "./chartGroup.ts";
import type { PlacedLabel } from "./labelLanes.ts";
import { textHeight, textSize } from "./plotExtras.ts";
import type { PlotModel } from "./plotModel.ts";
import type { Extras, Range, ScaleKind } from "./series.ts";
import { fade, slotStyle, type Palette } from "./theme.ts";
import { ticks, type Tick } from "../../src/figures/ticks.ts";

/** One width for all charts, so that charts above each other have their plots above each other. In CSS pixels. */
export const yAxisWidth = 52;
/** Right of the plot, in CSS pixels. */
export const plotMargin = 12;

/** What the options of a drawing depend on. */
export interface DrawingOptions {
  readonly model: PlotModel;
  readonly extras: Extras;
  readonly palette: Palette;
  /** Above the plot. */
  readonly labels: readonly PlacedLabel[];
  /** Of the picture, in CSS pixels. */
  readonly width: number;
  readonly xAxis: XAxis;
}

/** The scales of a drawing, as Chart.js takes them. */
export function scalesOf({ model, palette, width, xAxis }: DrawingOptions) {
  return {
    x: {
      ...axis(
        model.x,
        model.scales.x,
        ticks(model.x, model.scales.x, Math.max(2, width / 85), xAxis.format),
        palette,
      ),
      title: {
        display: true,
        text: xAxis.title,
        color: palette.muted,
        font: { family: palette.font, size: textSize },
        padding: 0,
      },
    },
    y: {
      ...axis(model.y, model.scales.y, ticks(model.y, model.scales.y, 6), palette),
      afterFit: (scale: { width: number }) => {
        scale.width = yAxisWidth;
      },
    },
  };
}

/** The empty space around a drawing. */
export function paddingOf({ labels }: DrawingOptions): { readonly right: number; readonly top: number } {
  const lanes = Math.max(0, ...labels.map(({ lane }) => lane + 1));
  return { right: plotMargin, top: 6 + textHeight * lanes };
}

/** Bands, markers and references as the annotation plugin takes them. They never stretch the axes. */
export function annotationsOf({ extras, model, palette }: DrawingOptions) {
  const still = { adjustScaleRange: false, drawTime: "beforeDatasetsDraw" as const };
  const boxes = extras.bands.map(({ from, to, slot }) => {
    const colour = slot === undefined ? palette.muted : palette.series[slotStyle(slot).colour];
    return {
      ...still,
      type: "box" as const,
      xMin: Math.max(from, model.x.from),
      xMax: Math.min(to ?? model.x.to, model.x.to),
      backgroundColor: fade(colour, palette.isHighContrast ? 0.3 : 0.13),
      borderColor: colour,
      borderWidth: palette.isHighContrast ? 1 : 0,
    };
  });
  const line = (scaleID: "x" | "y", value: number, borderColor: string, borderDash: number[]) => ({
    ...still,
    ...{ type: "line" as const, scaleID, value, borderColor, borderDash, borderWidth: 1 },
  });
  const verticals = extras.markers.map(({ at, slot }) =>
    line("x", at, slot === undefined ? palette.foreground : palette.series[slotStyle(slot).colour], [4, 3]),
  );
  const horizontals = extras.references.map(({ at }) => line("y", at, palette.muted, [1, 4]));
  return [...boxes.filter(({ xMin, xMax }) => xMin < xMax), ...verticals, ...horizontals];
}

function axis(range: Range, scale: ScaleKind, places: readonly Tick[], palette: Palette) {
  const labels = new Map(places.map(({ value, label }) => [value, label]));
  return {
    type: scale === "log" ? ("logarithmic" as const) : ("linear" as const),
    min: range.from,
    max: range.to,
    afterBuildTicks: (built: { ticks: { value: number }[] }) => {
      built.ticks = places.map(({ value }) => ({ value }));
    },
    ticks: {
      color: palette.muted,
      font: { family: palette.font, size: textSize },
      autoSkip: false,
      maxRotation: 0,
      callback: (value: string | number) => labels.get(Number(value)) ?? "",
    },
    grid: { color: palette.grid, tickLength: 4, lineWidth: palette.isHighContrast ? 0.5 : 1 },
    border: { color: palette.muted },
  };
}
