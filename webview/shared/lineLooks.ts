import type { Points } from "../../src/figures/decimate.ts";
import type { PlotLine } from "./plotModel.ts";
import { seriesLook } from "./seriesLook.ts";
import { fade, type Palette } from "./theme.ts";

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
  { series, raw, smoothed, isJagged }: PlotLine,
  palette: Palette,
  highlight: string | null,
): LineLook[] {
  const { key } = series;
  const { colour, dash, isThin } = seriesLook(series, palette);
  const isFaint = highlight !== null && highlight !== key;
  const usual = isThin || isJagged ? 1 : 1.75;
  const width = (highlight === key ? usual + 1.25 : usual) + (palette.isHighContrast ? 0.5 : 0);
  const look = {
    borderColor: isFaint ? fade(colour, 0.25) : colour,
    borderWidth: width,
    // The dash of a background is there where colours cannot tell it from the curve before it.
    borderDash: isJagged && series.isBackground !== true ? [] : [...dash],
  };
  if (smoothed === null) return [{ key, points: raw, look }];
  const faint = { borderColor: fade(colour, isFaint ? 0.08 : 0.3), borderWidth: 1, borderDash: [] };
  return [
    { key: `${key} raw`, points: raw, look: faint },
    { key, points: smoothed, look },
  ];
}
