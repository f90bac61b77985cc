import type { TimeRange } from "./timeRange.ts";

const namespace = "http://www.w3.org/2000/svg";

/** A tick for each frame, as a picture that stretches with the slider. */
export function timeTicks({ to, frames }: TimeRange): SVGSVGElement {
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 1000 1");
  svg.setAttribute("preserveAspectRatio", "none");
  const path = document.createElementNS(namespace, "path");
  const places = new Set(
    frames.filter((frame) => frame <= to).map((frame) => Math.round((frame / to) * 1000)),
  );
  path.setAttribute("d", to > 0 ? [...places].map((place) => `M${place} 0V1`).join("") : "");
  path.setAttribute("vector-effect", "non-scaling-stroke");
  path.setAttribute("stroke", "currentColor");
  svg.append(path);
  return svg;
}
