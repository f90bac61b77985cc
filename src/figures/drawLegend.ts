import type { Drawing } from "./drawing.ts";
import { markRadius, strokeOf } from "./drawSeries.ts";
import type { PlotSeries } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { legendSample, legendSvg, sampleLine, type LegendEntry } from "./legendSvg.ts";
import { markPath } from "./markPath.ts";
import { referenceDash, slotLook } from "./slotLook.ts";
import { svgElement } from "./svgElement.ts";

const ownCurve = "dashed thin: the paper's own curve";
const ownPoint = "hollow: the paper's own";

/** The legend of series: an entry for each that looks different, and one for all of the paper's own. */
export function drawLegend(series: readonly PlotSeries[], width: number, palette: FigurePalette): Drawing {
  return legendSvg(entriesOf(series, palette), width, palette.foreground);
}

function entriesOf(series: readonly PlotSeries[], palette: FigurePalette): LegendEntry[] {
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
  const entries = named.map((one): LegendEntry => ({ label: one.label, picture: pictureOf(one, palette) }));
  if (references.some(({ look }) => (look ?? "line") === "line")) {
    const stroke = {
      stroke: palette.muted,
      "stroke-width": 1.1,
      "stroke-dasharray": referenceDash.join(" "),
    };
    entries.push({ label: ownCurve, picture: (x, y) => sampleLine(x, y, stroke) });
  }
  if (references.some(({ look }) => (look ?? "line") !== "line")) {
    const paint = { fill: "none", stroke: palette.muted, "stroke-width": 1.1 };
    entries.push({
      label: ownPoint,
      picture: (x, y) =>
        svgElement("path", { d: markPath("circle", x + legendSample / 2, y, 3.2), ...paint }),
    });
  }
  return entries;
}

function pictureOf(series: PlotSeries, palette: FigurePalette): LegendEntry["picture"] {
  const look = series.look ?? "line";
  if (look === "line") return (x, y) => sampleLine(x, y, strokeOf(series, palette));
  const colour = palette.series[slotLook(series.slot).colour];
  const paint =
    series.isReference === true ? { fill: "none", stroke: colour, "stroke-width": 1.1 } : { fill: colour };
  return (x, y) => svgElement("path", { d: markPath(look, x + legendSample / 2, y, markRadius), ...paint });
}
