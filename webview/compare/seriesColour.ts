import { slotStyle } from "../shared/theme.ts";

/** The colour of a slot for CSS: follows the theme by itself, see `keepSeriesVariables`. */
export function seriesColour(slot: number): string {
  return `var(--series-${slotStyle(slot).colour})`;
}
