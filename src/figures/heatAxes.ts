import { textSizes, type PlotFrame } from "./drawing.ts";
import type { HeatPlot } from "./figure.ts";
import { fitText } from "./fitText.ts";
import type { PlacedLabel } from "./placedLabel.ts";
import { textWidth } from "./textWidth.ts";

const size = textSizes.text;

/** Where the cells of a matrix are, in pixels. */
export interface HeatGrid {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Of a cell, in pixels, unless the frame says something else. */
const mostCell = { width: 64, height: 34 } as const;

/**
 * Finds room for a matrix with the names of its rows, and a colour bar `barWidth` pixels wide with its numbers.
 * @param top of the cells, in pixels
 */
export function heatGrid(plot: HeatPlot, frame: PlotFrame, top: number, barWidth: number): HeatGrid {
  const { width } = frame;
  const left = Math.ceil(rowWidth(plot, width)) + 8;
  const columns = Math.max(1, plot.columns.length);
  const rows = Math.max(1, plot.rows.length);
  const most = frame.mostCell ?? mostCell;
  const cellWidth = Math.min(most.width, (width - barWidth - left) / columns);
  const cellHeight = Math.max(4, Math.min(most.height, cellWidth, (frame.areaHeight * 1.2) / rows));
  return {
    left,
    top,
    right: left + cellWidth * columns,
    bottom: top + cellHeight * rows,
    cellWidth,
    cellHeight,
  };
}

function rowWidth({ rows }: HeatPlot, width: number): number {
  return Math.min(width * 0.3, Math.max(0, ...rows.map((row) => textWidth(row, size))));
}

/** The names of rows, some of them where rows are low. */
export function rowLabels(plot: HeatPlot, width: number, grid: HeatGrid, fill: string): PlacedLabel[] {
  const { left, top, cellHeight } = grid;
  const room = rowWidth(plot, width) + 1;
  const every = Math.ceil((size + 1) / cellHeight);
  return plot.rows.flatMap((row, r) =>
    r % every > 0
      ? []
      : [
          {
            text: fitText(row, room, size),
            x: left - 6,
            y: top + (r + 0.5) * cellHeight + 4,
            look: { fill, size, anchor: "end" as const, whole: row },
          },
        ],
  );
}

/**
 * The names of columns below the matrix: across where all have room, else from bottom to top; where even that is too
 * wide, some of them. With the height of all in pixels.
 */
export function columnLabels(
  { columns }: HeatPlot,
  { left, bottom, cellWidth }: HeatGrid,
  fill: string,
): { readonly labels: readonly PlacedLabel[]; readonly height: number } {
  const middle = (c: number): number => left + (c + 0.5) * cellWidth;
  const widths = columns.map((column) => textWidth(column, size));
  if (Math.max(0, ...widths) <= cellWidth - 4) {
    const look = { fill, size, anchor: "middle" } as const;
    const labels = columns.map((text, c) => ({ text, x: middle(c), y: bottom + 15, look }));
    return { labels, height: 18 };
  }
  const every = Math.ceil((size + 1) / cellWidth);
  const longest = Math.min(110, Math.max(...widths));
  const labels = columns.flatMap((column, c) =>
    c % every > 0
      ? []
      : [
          {
            text: fitText(column, longest + 1, size),
            x: middle(c) + 4,
            y: bottom + 6,
            look: { fill, size, anchor: "end" as const, turned: -90, whole: column },
          },
        ],
  );
  return { labels, height: longest + 8 };
}

/** What columns are, centred under the matrix, and whole where that is narrower than the text. */
export function columnTitle(
  { columnTitle: whole }: HeatPlot,
  width: number,
  { left, right }: HeatGrid,
  y: number,
  fill: string,
): PlacedLabel {
  const text = fitText(whole, width - left, size);
  const x = Math.max((left + right) / 2, left + textWidth(text, size) / 2);
  return { text, x, y, look: { fill, size, anchor: "middle", whole } };
}
