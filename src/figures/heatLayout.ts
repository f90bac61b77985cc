import { inkOn, type Ground } from "./colourScale.ts";
import { textSizes, type PlotFrame } from "./drawing.ts";
import type { HeatPlot } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { hatchLines, type Box, type Segment } from "./hatchLines.ts";
import { columnLabels, columnTitle, heatGrid, rowLabels, type HeatGrid } from "./heatAxes.ts";
import { heatBar, heatBarWidth, heatColour, type FilledBox } from "./heatBar.ts";
import { heatCellTexts } from "./heatCellTexts.ts";
import { heatScaleOf } from "./heatScaleOf.ts";
import { heatOutline, type Place } from "./heatOutline.ts";
import { isMissing } from "./isMissing.ts";
import type { PlacedLabel } from "./placedLabel.ts";
import { plotHead } from "./plotHead.ts";

/** The colours of a picture of a matrix besides those of its cells. */
export interface HeatPalette extends Pick<FigurePalette, "foreground" | "muted" | "grid" | "background"> {
  /** Default: light. */
  readonly ground?: Ground;
}

/** A cell of a picture of a matrix. */
export interface HeatCellBox extends Box {
  readonly row: number;
  readonly column: number;
  /** Null for what is not a number: it is outlined. */
  readonly fill: string | null;
  /** Its value, where that has room. */
  readonly text: PlacedLabel | null;
  /** Of what is not a number, where there is no room to say so. */
  readonly hatch: readonly Segment[];
}

/** A picture of a matrix as what it is drawn of, from its upper left corner at 0, 0, in pixels. */
export interface HeatLayout {
  readonly width: number;
  readonly height: number;
  /** The title of the plot, and what its rows are. */
  readonly head: readonly PlacedLabel[];
  readonly grid: HeatGrid;
  /** Without those that do not exist. */
  readonly cells: readonly HeatCellBox[];
  /** Around all cells where some do not exist: a cell as light as the page must not look like none. */
  readonly outline: readonly Place[] | null;
  /** An outline around the marked row. */
  readonly mark: Box | null;
  /** Names of rows and columns, and what columns are. */
  readonly labels: readonly PlacedLabel[];
  /** What the colours mean, from above. */
  readonly bar: readonly FilledBox[];
  readonly barLabels: readonly PlacedLabel[];
}

/** Lays out a matrix as colours, with its values in the cells where they have room, and a bar that tells the colours. */
export function heatLayout(plot: HeatPlot, frame: PlotFrame, palette: HeatPalette): HeatLayout {
  const { width } = frame;
  const head = plotHead(plot, frame, palette);
  const grid = heatGrid(plot, frame, head.height, heatBarWidth(plot));
  const colourOf = heatColour(plot, palette.ground ?? "light");
  const columns = columnLabels(plot, grid, palette.foreground);
  const titleY = grid.bottom + columns.height + 16;
  const bar = heatBar(plot, grid, colourOf, palette.muted);
  return {
    width,
    height: titleY + 6,
    head: head.labels,
    grid,
    cells: cellBoxes(plot, grid, colourOf, palette),
    outline: outlineOf(plot, grid),
    mark: markOf(plot, grid),
    labels: [
      ...rowLabels(plot, width, grid, palette.foreground),
      ...columns.labels,
      columnTitle(plot, width, grid, titleY, palette.muted),
    ],
    bar: bar.boxes,
    barLabels: bar.labels,
  };
}

function cellBoxes(
  plot: HeatPlot,
  { left, top, cellWidth, cellHeight }: HeatGrid,
  colourOf: (value: number) => string | null,
  palette: HeatPalette,
): HeatCellBox[] {
  const places = plot.rows.flatMap((_, row) =>
    plot.columns.flatMap((__, column) => (isMissing(plot, row, column) ? [] : [{ row, column }])),
  );
  const values = places.map(
    ({ row, column }) => plot.values[row * plot.columns.length + column] ?? Number.NaN,
  );
  const [from, to] = plot.range;
  // On a diverging scale, values are held against 0.
  const span = heatScaleOf(plot) === "diverging" ? to : to - from;
  const hasRoom = cellHeight >= textSizes.cell + 4;
  const texts = hasRoom ? heatCellTexts(values, cellWidth - 3, span) : null;
  return places.map(({ row, column }, place) => {
    const [x, y] = [left + column * cellWidth, top + row * cellHeight];
    const box = { x: x + 0.5, y: y + 0.5, width: cellWidth - 1, height: cellHeight - 1 };
    const fill = colourOf(values[place]!);
    const text = texts?.[place] ?? null;
    const ink = fill === null ? palette.muted : inkOn(fill);
    const look = { fill: ink, size: textSizes.cell, anchor: "middle" } as const;
    return {
      ...box,
      row,
      column,
      fill,
      text: text === null ? null : { text, x: x + cellWidth / 2, y: y + cellHeight / 2 + 3.6, look },
      hatch: fill === null && text === null ? hatchLines(box, 4) : [],
    };
  });
}

function outlineOf(plot: HeatPlot, { left, top, cellWidth, cellHeight }: HeatGrid): readonly Place[] | null {
  if (plot.missing === undefined) return null;
  return heatOutline(
    plot,
    (column) => left + column * cellWidth,
    (row) => top + row * cellHeight,
  );
}

function markOf(plot: HeatPlot, { left, top, cellWidth, cellHeight }: HeatGrid): Box | null {
  const row = plot.markedRow;
  if (row === undefined || row < 0 || row >= plot.rows.length) return null;
  const columns = plot.columns.filter((_, column) => !isMissing(plot, row, column)).length;
  return { x: left, y: top + row * cellHeight, width: columns * cellWidth, height: cellHeight };
}
