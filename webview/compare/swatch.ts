import { slotStyle } from "../shared/theme.ts";
import { seriesColour } from "./seriesColour.ts";

const svg = "http://www.w3.org/2000/svg";

/** A sample of a run's line, in its colour and dash. */
export function swatch(slot: number): SVGElement {
  const sample = document.createElementNS(svg, "svg");
  sample.setAttribute("class", "compare-swatch");
  sample.setAttribute("viewBox", "0 0 30 10");
  sample.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(svg, "line");
  for (const [name, value] of Object.entries({ x1: 1, x2: 29, y1: 5, y2: 5 }))
    line.setAttribute(name, `${value}`);
  sample.append(line);
  updateSwatch(sample, slot);
  return sample;
}

/** Gives a sample the look of a slot. */
export function updateSwatch(sample: Element, slot: number): void {
  if (sample.getAttribute("data-slot") === `${slot}`) return;
  sample.setAttribute("data-slot", `${slot}`);
  const { dash } = slotStyle(slot);
  const line = sample.firstElementChild;
  if (!(line instanceof SVGElement)) return;
  line.style.stroke = seriesColour(slot);
  line.setAttribute("stroke-dasharray", dash.join(" "));
}
