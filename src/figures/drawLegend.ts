import { textSizes, type Drawing } from "./drawing.ts";
import { markRadius, strokeOf } from "./drawSeries.ts";
import type { PlotSeries } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { fitText } from "./fitText.ts";
import { legendRows } from "./legendRows.ts";
import { markPath } from "./markPath.ts";
import { referenceDash, slotLook } from "./slotLook.ts";
import { svgElement } from "./svgElement.ts";
import { svgLabel } from "./svgLabel.ts";
import { textWidth } from "./textWidth.ts";

const sample = 30;
const rowHeight = 18;
const ownCurve = "dashed thin: the paper's own curve";
const ownPoint = "hollow: the paper's own";

interface Entry {
  readonly label: string;
  readonly picture: (x: number, y: number) => string;
}

/** The legend of series: an entry for each that looks different, and one for all of the paper's own. */
export function drawLegend(series: readonly PlotSeries[], width: number, palette: FigurePalette): Drawing {
  const entries = entriesOf(series, palette);
  const widths = entries.map(({ label }) => sample + 6 + textWidth(label, textSizes.text) + 18);
  const places = legendRows(widths, width + 18);
  const drawn = entries.map(({ label, picture }, i) => {
    const { left, row } = places[i]!;
    const middle = row * rowHeight + rowHeight / 2;
    const fitted = fitText(label, width - sample - 6, textSizes.text);
    const look = { fill: palette.foreground, size: textSizes.text, whole: label };
    return svgElement(
      "g",
      { class: "legend-entry" },
      picture(left, middle) + svgLabel(fitted, left + sample + 6, middle + 4, look),
    );
  });
  const rows = (places.at(-1)?.row ?? -1) + 1;
  return { svg: drawn.join(""), width, height: rows * rowHeight };
}

function entriesOf(series: readonly PlotSeries[], palette: FigurePalette): Entry[] {
  const measured = series.filter(({ isReference }) => isReference !== true);
  const slots = new Set(measured.map(({ slot }) => slot));
  const references = series.filter(({ isReference }) => isReference === true);
  // A curve of the paper that nothing was measured for has no other entry that tells its colour.
  const alone = references.filter(({ slot }) => !slots.has(slot));
  const seen = new Set<string>();
  const named = [...measured, ...alone].filter((one) => {
    const key = JSON.stringify([one.label, one.slot, one.look ?? "line"]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  const entries = named.map((one): Entry => ({ label: one.label, picture: pictureOf(one, palette) }));
  if (references.some(({ look }) => (look ?? "line") === "line")) {
    const stroke = {
      stroke: palette.muted,
      "stroke-width": 1.1,
      "stroke-dasharray": referenceDash.join(" "),
    };
    entries.push({ label: ownCurve, picture: (x, y) => line(x, y, stroke) });
  }
  if (references.some(({ look }) => (look ?? "line") !== "line")) {
    const paint = { fill: "none", stroke: palette.muted, "stroke-width": 1.1 };
    entries.push({
      label: ownPoint,
      picture: (x, y) => svgElement("path", { d: markPath("circle", x + sample / 2, y, 3.2), ...paint }),
    });
  }
  return entries;
}

function pictureOf(series: PlotSeries, palette: FigurePalette): Entry["picture"] {
  const look = series.look ?? "line";
  if (look === "line") return (x, y) => line(x, y, strokeOf(series, palette));
  const colour = palette.series[slotLook(series.slot).colour];
  const paint =
    series.isReference === true ? { fill: "none", stroke: colour, "stroke-width": 1.1 } : { fill: colour };
  return (x, y) => svgElement("path", { d: markPath(look, x + sample / 2, y, markRadius), ...paint });
}

function line(x: number, y: number, stroke: Readonly<Record<string, string | number | undefined>>): string {
  return svgElement("path", { d: `M${x} ${y}h${sample}`, fill: "none", ...stroke });
}
