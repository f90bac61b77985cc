import { csvRow } from "./csvRow.ts";
import { heatCells } from "./heatCells.ts";
import type { Figure, HeatPlot, LinePlot, Plot } from "./figure.ts";

type Row = Readonly<Record<string, string | number | undefined>>;

const ofLines = ["series", "x", "y"] as const;
const ofHeat = ["row", "column", "value"] as const;

/**
 * All data of a figure's plots as tidy CSV, a row for each point: `plot`, `series`, `x`, `y`, with `source` (`run` or
 * `paper`) where curves of the paper are among them and `low`, `high` where a group of runs is. For matrices a row for
 * each cell: `plot`, `row`, `column`, `value`. Columns that a row has nothing for are empty.
 */
export function figureCsv(figure: Figure): string {
  const lines = figure.plots.filter((plot): plot is LinePlot => plot.kind === "lines");
  const all = lines.flatMap(({ series }) => series);
  const columns = [
    "plot",
    ...(lines.length > 0 ? ofLines : []),
    ...(all.some(({ band }) => band !== undefined) ? ["low", "high"] : []),
    ...(all.some(({ isReference }) => isReference === true) ? ["source"] : []),
    ...(lines.length < figure.plots.length ? ofHeat : []),
  ];
  const names = plotNames(figure.plots);
  const rows = figure.plots.flatMap((plot, i) =>
    plot.kind === "lines" ? lineRows(plot, names[i]!) : heatRows(plot, names[i]!),
  );
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map(csvRow).join("");
}

/** The title of each plot; with a number where another before it has the same, or it has none. */
function plotNames(plots: readonly Plot[]): string[] {
  const seen = new Map<string, number>();
  return plots.map(({ title }, i) => {
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    if (title === "") return String(i + 1);
    return count > 1 ? `${title} (${count})` : title;
  });
}

function lineRows({ series }: LinePlot, plot: string): Row[] {
  return series.flatMap(({ label, x, y, band, isReference }) =>
    Array.from(x, (at, i) => ({
      plot,
      series: label,
      x: at,
      y: y[i],
      low: band?.low[i],
      high: band?.high[i],
      source: isReference === true ? "paper" : "run",
    })),
  );
}

function heatRows(plot: HeatPlot, name: string): Row[] {
  return heatCells(plot).map((cell) => ({ plot: name, ...cell }));
}
