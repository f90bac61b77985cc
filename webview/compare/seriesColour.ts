import { slotStyle } from "../shared/theme.ts";

/** The colour of a slot for CSS: follows the theme by itself. */
export function seriesColour(slot: number): string {
  const { colour } = slotStyle(slot);
  return colour === "foreground" ? "var(--vscode-foreground)" : `var(--vscode-charts-${colour})`;
}
