import type { Points } from "./decimate.ts";
import type { PlotLine } from "./plotModel.ts";
import { fade, slotStyle, type Palette } from "./theme.ts";

/** A line to draw and how. `key` is the same at each drawing. */
export interface LineLook {
  readonly key: string;
  readonly points: Points;
  readonly look: { borderColor: string; borderWidth: number; borderDash: number[] };
}

/**
 * The lines of a series from back to front: with smoothing its raw trace, faint, and then the smoothed one.
 * @param highlight the key of the series that others step back for
 */
export function lineLooks(
  { series, raw, smoothed }: PlotLine,
  palette: Palette,
  highlight: string | null,
): LineLook[] {
  const { key, slot, dash } = series;
  const style = slotStyle(slot, dash);
  const colour = palette.series[style.colour];
  const isFaint = highlight !== null && highlight !== key;
  const width = (highlight === key ? 3 : 1.75) + (palette.isHighContrast ? 0.5 : 0);
  const look = {
    borderColor: isFaint ? fade(colour, 0.25) : colour,
    borderWidth: width,
    borderDash: [...style.dash],
  };
  if (smoothed === null) return [{ key, points: raw, look }];
  const faint = { borderColor: fade(colour, isFaint ? 0.08 : 0.3), borderWidth: 1, borderDash: [] };
  return [
    { key: `${key} raw`, points: raw, look: faint },
    { key, points: smoothed, look },
  ];
}
