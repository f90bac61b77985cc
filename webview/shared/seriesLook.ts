import type { Series } from "./series.ts";
import { fade, slotCount, slotStyle, type Palette } from "./theme.ts";

type LookedAt = Pick<Series, "slot" | "dash" | "isReference" | "isBackground">;

/** How a series' line is drawn. */
export interface SeriesLook {
  readonly colour: string;
  /** In CSS pixels; empty for a solid line. */
  readonly dash: readonly number[];
  /** Whether it steps back behind the others. */
  readonly isThin: boolean;
}

/** Of references: told apart from each other, and from curves of the same colour. */
const thinDashes: readonly (readonly number[])[] = [
  [4, 3],
  [1.5, 2.5],
  [8, 3, 1.5, 3],
];

/** Whether a series is usually told from others by its dash, too. */
export function isDashed({ slot, dash, isReference, isBackground }: LookedAt): boolean {
  return isReference === true || (isBackground !== true && slotStyle(slot, dash).dash.length > 0);
}

/** The colour and dash of a series in a theme. */
export function seriesLook(
  { slot, dash, isReference, isBackground }: LookedAt,
  palette: Palette,
): SeriesLook {
  if (isBackground === true) {
    // Where colours are few and strong, a dash tells it from a curve of the same colour.
    if (palette.isHighContrast) return { colour: palette.muted, dash: [1.5, 2.5], isThin: true };
    return { colour: fade(palette.muted, 0.7), dash: [], isThin: true };
  }
  const style = slotStyle(slot, dash);
  const colour = palette.series[style.colour];
  if (isReference !== true) return { colour, dash: style.dash, isThin: false };
  return {
    colour: palette.isHighContrast ? colour : fade(colour, 0.75),
    dash: thinDashes[Math.floor(slot / slotCount) % thinDashes.length]!,
    isThin: true,
  };
}
