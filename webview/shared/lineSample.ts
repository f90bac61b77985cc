import { slotStyle, type Palette } from "./theme.ts";

/** A short piece of a series' line, as a picture for legends and lists. Hidden from screen readers. */
export function lineSample(slot: number, dash: number | undefined, palette: Palette): SVGSVGElement {
  const style = slotStyle(slot, dash);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of [
    ["class", "line-sample"],
    ["width", "30"],
    ["height", "10"],
    ["viewBox", "0 0 30 10"],
    ["aria-hidden", "true"],
  ] as const) {
    svg.setAttribute(name, value);
  }
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", "M1 5H29");
  line.setAttribute("stroke", palette.series[style.colour]);
  line.setAttribute("stroke-width", "2.5");
  if (style.dash.length > 0) line.setAttribute("stroke-dasharray", style.dash.join(" "));
  svg.append(line);
  return svg;
}
