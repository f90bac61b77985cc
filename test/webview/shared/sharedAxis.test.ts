import { expect, it } from "vitest";
import { plotModel } from "../../../webview/shared/plotModel.ts";
import { seriesLook } from "../../../webview/shared/seriesLook.ts";
import { paperPalette } from "../../../webview/shared/theme.ts";

const series = { key: "a", label: "a", slot: 3, x: Float64Array.of(0, 1), y: Float64Array.of(0, 1) };

it("a y-axis that charts share is what it was set to", () => {
  const plain = { series: [series], range: null, smoothing: 0, pixels: 100 };
  const yRange = { from: -1, to: 7 };
  expect(plotModel({ ...plain, scales: { x: "linear", y: "linear", yRange } }).y).toEqual(yRange);
  expect(plotModel({ ...plain, scales: { x: "linear", y: "linear" } }).y.to).toBeLessThan(2);
});

it("a curve in the background is thin and has no colour of its own, whatever its slot", () => {
  const look = seriesLook({ ...series, isBackground: true }, paperPalette);
  expect(look).toEqual({
    ...seriesLook({ ...series, slot: 1, isBackground: true }, paperPalette),
    isThin: true,
  });
  expect(Object.values(paperPalette.series)).not.toContain(look.colour);
  const contrast = { ...paperPalette, isHighContrast: true };
  expect(seriesLook({ ...series, isBackground: true }, contrast).dash).not.toEqual([]);
});
