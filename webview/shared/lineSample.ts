import type { Series } from "./series.ts";
import { seriesLook } from "./seriesLook.ts";
import { spreadOpacity } from "./spreadOpacity.ts";
import { fade, type Palette } from "./theme.ts";

const svgSpace = "http://www.w3.org/2000/svg";

/** A short piece of a series' line, as a picture for legends and lists. Hidden from screen readers. */
export function lineSample(
  series: Pick<Series, "slot" | "dash" | "isReference" | "spread">,
  palette: Palette,
): SVGSVGElement {
  const { colour, dash, isThin } = seriesLook(series, palette);
  const svg = picture("svg", {
    class: "line-sample",
    width: "30",
    height: "10",
    viewBox: "0 0 30 10",
    "aria-hidden": "true",
  });
  if (series.spread !== undefined) {
    svg.append(picture("rect", { width: "30", height: "10", fill: fade(colour, spreadOpacity) }));
  }
  const line = { d: "M1 5H29", stroke: colour, "stroke-width": isThin ? "1.25" : "2.5" };
  svg.append(picture("path", dash.length > 0 ? { ...line, "stroke-dasharray": dash.join(" ") } : line));
  return svg;
}

function picture<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(svgSpace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
