import { textSizes, type Drawing } from "./drawing.ts";
import { fitText } from "./fitText.ts";
import { legendRows } from "./legendRows.ts";
import { svgElement } from "./svgElement.ts";
import { svgLabel } from "./svgLabel.ts";
import { textWidth } from "./textWidth.ts";

/** How long the sample of a curve in a legend is, in pixels. */
export const legendSample = 30;
const rowHeight = 18;

/** An entry of a legend. */
export interface LegendEntry {
  readonly label: string;
  /** SVG markup of its sample, whose left end is at `x` and whose middle is at `y`. */
  readonly picture: (x: number, y: number) => string;
}

/** Entries of a legend in as many rows as they need. @param fill of the texts */
export function legendSvg(entries: readonly LegendEntry[], width: number, fill: string): Drawing {
  const size = textSizes.text;
  const widths = entries.map(({ label }) => legendSample + 6 + textWidth(label, size) + 18);
  const places = legendRows(widths, width + 18);
  const drawn = entries.map(({ label, picture }, i) => {
    const { left, row } = places[i]!;
    const middle = row * rowHeight + rowHeight / 2;
    const fitted = fitText(label, width - legendSample - 6, size);
    return svgElement(
      "g",
      { class: "legend-entry" },
      picture(left, middle) +
        svgLabel(fitted, left + legendSample + 6, middle + 4, { fill, size, whole: label }),
    );
  });
  const rows = (places.at(-1)?.row ?? -1) + 1;
  return { svg: drawn.join(""), width, height: rows * rowHeight };
}

/** The sample of a curve. @param stroke how its line looks, as attributes */
export function sampleLine(
  x: number,
  y: number,
  stroke: Readonly<Record<string, string | number | undefined>>,
): string {
  return svgElement("path", { d: `M${x} ${y}h${legendSample}`, fill: "none", ...stroke });
}
