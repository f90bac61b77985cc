/** Height of what is inside of the axes of a plot of this width, both in pixels. */
export function plotHeight(width: number): number {
  return Math.round(width >= 600 ? width * 0.46 : width * 0.58);
}
