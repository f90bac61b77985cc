import type { Series } from "./series.ts";

/** The series that axes and the crosshair go by: all with points but references, and those where they are alone. */
export function leadingSeries(series: readonly Series[]): readonly Series[] {
  const all = series.filter(({ x }) => x.length > 0);
  const own = all.filter(({ isReference }) => isReference !== true);
  return own.length > 0 ? own : all;
}
