import type { Points } from "../../src/figures/decimate.ts";
import type { Range, ScaleKind } from "./series.ts";

/** In heights of the plot. A thousand pixels wide and two hundred high, that is five pixels up or down in each column. */
const mostTravel = 25;
/** Between two points, in pixels: where they are further apart, dashes between them can be seen. */
const widest = 4;

/**
 * Whether a line goes up and down so much, within few pixels, that dashes in it are no pattern but noise, which takes a
 * browser many times as long to draw as the line alone.
 * @param y what the plot shows from bottom to top
 * @param pixels width of the plot
 */
export function isJagged(points: Points, y: Range, scale: ScaleKind, pixels: number): boolean {
  if (points.y.length * widest < pixels) return false;
  const place = (value: number): number => (scale === "log" ? Math.log(value) : value);
  const height = place(y.to) - place(y.from);
  let travel = 0;
  for (let i = 1; i < points.y.length; i++) {
    const step = Math.abs(place(points.y[i]!) - place(points.y[i - 1]!));
    // What leaves the plot is not drawn further than to its edge.
    if (step > 0) travel += Math.min(step, height);
  }
  return travel > mostTravel * height;
}
