import { formatSequences } from "../runs/comparison/formatNumbers.ts";
import type { HeatPlot, LinePlot, Plot } from "./figure.ts";
import { formatCell } from "./formatCell.ts";
import { heatCells } from "./heatCells.ts";

/** A plot in words, for those who cannot see it: where each curve begins and ends, or where a matrix is highest. */
export function plotDescription(plot: Plot): string {
  return plot.kind === "lines" ? ofLines(plot) : ofHeat(plot);
}

function ofLines({ xTitle, yTitle, series, references }: LinePlot): string {
  const place = (value: number): string =>
    Math.abs(value) >= 10_000 ? formatSequences(value) : formatCell(value);
  const sentences = series.map(({ label, x, y, isReference }) => {
    const shown = Array.from(x, (_, i) => i).filter((i) => Number.isFinite(y[i]));
    const [first, last] = [shown[0], shown.at(-1)];
    const name = isReference === true ? `${label} (the paper's)` : label;
    if (first === undefined || last === undefined) return `${name}: no data.`;
    const end = `${formatCell(y[last])} at ${place(x[last]!)}`;
    return first === last
      ? `${name}: ${end}.`
      : `${name}: from ${formatCell(y[first])} at ${place(x[first]!)} to ${end}.`;
  });
  const lines = (references ?? []).map(({ at, label }) => `${label}: a line at ${formatCell(at)}.`);
  return [`${yTitle} by ${xTitle}.`, ...sentences, ...lines].join(" ");
}

function ofHeat(plot: HeatPlot): string {
  const { rowTitle, columnTitle, rows, columns } = plot;
  const cells = heatCells(plot)
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => a.value - b.value);
  const [lowest, highest] = [cells[0], cells.at(-1)];
  const size = `${rows.length} × ${columns.length} values, ${rowTitle} by ${columnTitle}.`;
  if (lowest === undefined || highest === undefined) return `${size} No data.`;
  const told = ({ row, column, value }: typeof lowest): string =>
    `${formatCell(value)} for ${row}, ${column}`;
  return `${size} Highest: ${told(highest)}. Lowest: ${told(lowest)}.`;
}
