import { plotMargin, yAxisWidth, type DrawingOptions } from "./chartJsOptions.ts";
import { labelLanes } from "./labelLanes.ts";
import { namedPlaces } from "./namedPlaces.ts";
import { textSize } from "./plotExtras.ts";

/** What is to be drawn, with the names of bands and markers in their places. `context` measures them. */
export function drawingOf(
  context: CanvasRenderingContext2D,
  drawing: Omit<DrawingOptions, "labels">,
): DrawingOptions {
  const { model, extras, palette } = drawing;
  const width = drawing.width - yAxisWidth - plotMargin;
  const place = (value: number): number => (model.scales.x === "log" ? Math.log(value) : value);
  const start = place(model.x.from);
  const perUnit = width / (place(model.x.to) - start);
  context.font = `${textSize}px ${palette.font}`;
  const labels = labelLanes(
    namedPlaces(model, extras.bands, extras.markers).map(({ at, text }) => ({
      at: (place(at) - start) * perUnit,
      text,
    })),
    width,
    3,
    (text) => context.measureText(text).width,
  );
  return { ...drawing, labels };
}
