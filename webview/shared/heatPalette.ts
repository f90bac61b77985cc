import { inkOn } from "../../src/figures/colourScale.ts";
import type { HeatPalette } from "../../src/figures/heatLayout.ts";
import type { Palette } from "./theme.ts";

/** The colours of a heat map in a theme. */
export function heatPalette({ foreground, muted, grid, background }: Palette): HeatPalette {
  const ground = inkOn(background) === "#ffffff" ? "dark" : "light";
  return { foreground, muted, grid, background, ground };
}
