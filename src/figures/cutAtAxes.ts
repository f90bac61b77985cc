import type { PlotArea } from "./drawSeries.ts";
import { pixel } from "./pixel.ts";
import { svgElement } from "./svgElement.ts";

/** What is drawn inside of the axes, as SVG: an inner picture is cut at its edge, and needs no id for that. */
export function cutAtAxes(content: string, { left, top, right, bottom }: PlotArea): string {
  if (content === "") return "";
  // Half a line's width more, so that a curve along an edge is whole.
  const [x, y, width, height] = [left, top - 1.1, right - left, bottom - top + 2.2];
  const viewBox = [x, y, width, height].map(pixel).join(" ");
  const attributes = { class: "curves", x, y, width, height, viewBox, overflow: "hidden" };
  return svgElement("svg", { ...attributes, "stroke-linejoin": "round" }, content);
}
