import type { PlotModel } from "./plotModel.ts";
import type { Band, Marker } from "./series.ts";

/** The names of the bands and markers in view, with the places of the x-axis where they begin to be seen. */
export function namedPlaces(
  { x }: Pick<PlotModel, "x">,
  bands: readonly Band[],
  markers: readonly Marker[],
): { readonly at: number; readonly text: string }[] {
  const ofMarkers = markers.map(({ at, label }) => ({ at, text: label }));
  const ofBands = bands
    .filter(({ to }) => to === null || to > x.from)
    .map(({ from, label }) => ({ at: Math.max(from, x.from), text: label }));
  return [...ofMarkers, ...ofBands]
    .filter(({ at, text }) => text !== "" && at >= x.from && at <= x.to)
    .sort((a, b) => a.at - b.at);
}
