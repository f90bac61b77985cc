import { drawPlot } from "../drawPlot.ts";
import type { Figure, Plot } from "../figure.ts";
import { pagePalette } from "../figurePalette.ts";
import { plotDescription } from "../plotDescription.ts";
import { titleLines } from "../plotHead.ts";
import { plotHeight } from "../plotHeight.ts";
import { svgFile } from "../svgFile.ts";

const narrow = 345;
const wide = 780;

/**
 * The plots of a figure in a page, which wraps them and gives them their colours. A plot that stands alone is there
 * twice, and the page shows the one that suits its width.
 */
export function reportPlots({ title, plots, plotColumns }: Figure): string {
  if (plots.length === 0) return "";
  const columns = Math.max(1, Math.min(plotColumns ?? 1, plots.length));
  const lines = columns === 1 ? 0 : Math.max(...plots.map((plot) => titleLines(plot, narrow).length));
  const drawn = plots.map((plot) => {
    const named = { title: [title, plot.title].filter((text) => text !== "").join(": ") };
    const isAlone = columns === 1 && plot.kind === "lines";
    const small = plotPicture(plot, narrow, lines, { ...named, className: isAlone ? "when-narrow" : "" });
    return `<div class="plot">${small}${isAlone ? plotPicture(plot, wide, 0, { ...named, className: "when-wide" }) : ""}</div>`;
  });
  return `<div class="plots columns-${Math.min(columns, 4)}">${drawn.join("\n")}</div>`;
}

function plotPicture(
  plot: Plot,
  width: number,
  lines: number,
  { title, className }: { readonly title: string; readonly className: string },
): string {
  const frame = {
    width,
    areaHeight: plotHeight(width),
    titleLines: Math.max(lines, titleLines(plot, width).length),
  };
  const words = { title, description: plotDescription(plot) };
  return svgFile(
    drawPlot(plot, frame, pagePalette),
    pagePalette,
    className === "" ? words : { ...words, className },
  );
}
