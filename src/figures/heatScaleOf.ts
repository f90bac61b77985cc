import type { HeatPlot, HeatScale } from "./figure.ts";

/** The scale of a matrix. */
export function heatScaleOf({ range, scale }: Pick<HeatPlot, "range" | "scale">): HeatScale {
  const [from, to] = range;
  return scale ?? (from < 0 && from === -to ? "diverging" : "sequential");
}
