import type { Ground } from "../../src/figures/colourScale.ts";
import type { HeatPlot } from "../../src/figures/figure.ts";
import { hatchLines } from "../../src/figures/hatchLines.ts";
import { heatOutline, type Place } from "../../src/figures/heatOutline.ts";
import { isMissing } from "../../src/figures/isMissing.ts";
import { axisLetters } from "./axisLetters.ts";
import { element } from "./dom.ts";
import { drawHatch, drawOutline } from "./drawHeatLayout.ts";
import type { HeatCell, HeatMapOptions } from "./heatMapOptions.ts";
import { heatPalette } from "./heatPalette.ts";
import { heatPixels } from "./heatPixels.ts";
import { HeatSurface, type SurfacePicture } from "./heatSurface.ts";
import { heatReading } from "./heatReading.ts";
import type { Palette } from "./theme.ts";

/** Beside the cells, for the mark of a row, in pixels. */
const gutter = 8;
/** For the letters of an axis, in pixels; narrower cells have none. */
const axis = 10;

/** A heat map as a button: its cells, the first letters of its rows and columns where these have room, and a mark beside one row. */
export class HeatTile {
  readonly element: HTMLButtonElement;
  readonly #canvas = element("canvas", { class: "heat-canvas", attributes: { "aria-hidden": "true" } });
  readonly #surface: HeatSurface;
  readonly #onHover: HeatMapOptions["onHover"];
  #plot: HeatPlot | null = null;
  #hovered: HeatCell | null = null;

  constructor({ label, onOpen, onHover }: HeatMapOptions) {
    this.#onHover = onHover;
    this.element = element(
      "button",
      {
        class: "heat heat-tile",
        attributes: { type: "button", "aria-label": label },
        on: {
          click: () => onOpen?.(),
          pointermove: (event) => {
            this.#hover(this.#cellAt(event));
          },
          pointerleave: () => {
            this.#hover(null);
          },
        },
      },
      this.#canvas,
    );
    this.#surface = new HeatSurface(this.#canvas, this.element, this.#prepare);
  }

  update(plot: HeatPlot): void {
    this.#plot = plot;
    if (this.#hovered !== null) this.#say();
    this.#surface.invalidate();
  }

  setLabel(label: string): void {
    this.element.setAttribute("aria-label", label);
  }

  dispose(): void {
    this.#surface.dispose();
    this.element.remove();
  }

  readonly #prepare = (width: number, theme: Palette): SurfacePicture | null => {
    const plot = this.#plot;
    if (plot === null) return null;
    const palette = heatPalette(theme);
    const { left, bottom } = marginsOf(plot, width);
    const height = ((width - left) * plot.rows.length) / Math.max(1, plot.columns.length);
    const draw = (context: CanvasRenderingContext2D, ratio: number): void => {
      const grid = gridOf(plot, left, width - left, height, ratio);
      drawCells(context, plot, grid, palette.ground ?? "light");
      drawGaps(context, plot, grid, theme.muted);
      // Without it, cells in the colour of the page would look like none.
      drawOutline(context, outlineOf(plot, grid), theme.grid);
      if (plot.markedRow !== undefined) drawMark(context, plot, plot.markedRow, height, theme.foreground);
      if (bottom > 0) {
        const letters = axisLetters({ plot, left, top: height, width, room: axis, ratio, theme });
        context.drawImage(letters, 0, 0, width, height + bottom);
      }
    };
    return { height: height + bottom, draw };
  };

  #cellAt(event: PointerEvent): HeatCell | null {
    const plot = this.#plot;
    if (plot === null) return null;
    const box = this.#canvas.getBoundingClientRect();
    const { left, bottom } = marginsOf(plot, box.width);
    const across = (event.clientX - box.left - left) / (box.width - left);
    const column = Math.floor(across * plot.columns.length);
    const row = Math.floor(((event.clientY - box.top) / (box.height - bottom)) * plot.rows.length);
    const isInside = row >= 0 && row < plot.rows.length && column >= 0 && column < plot.columns.length;
    return isInside && !isMissing(plot, row, column) ? { row, column } : null;
  }

  #hover(cell: HeatCell | null): void {
    const before = this.#hovered;
    if (before?.row === cell?.row && before?.column === cell?.column) return;
    this.#hovered = cell;
    this.#say();
    this.#onHover?.(cell);
  }

  #say(): void {
    this.element.title =
      this.#plot === null || this.#hovered === null ? "" : heatReading(this.#plot, this.#hovered, true);
  }
}

/** Where the cells of a tile are: on whole pixels of the screen, of which `ratio` are one of the picture. */
interface TileGrid {
  readonly left: (column: number) => number;
  readonly top: (row: number) => number;
}

/** What is around the cells of a tile, in pixels: without letters there is nothing below. */
function marginsOf({ columns }: HeatPlot, width: number): { readonly left: number; readonly bottom: number } {
  const hasLetters = (width - gutter - axis) / Math.max(1, columns.length) >= axis;
  return hasLetters ? { left: gutter + axis, bottom: axis } : { left: gutter, bottom: 0 };
}

function gridOf(plot: HeatPlot, start: number, width: number, height: number, ratio: number): TileGrid {
  const snapped = (at: number, count: number, length: number): number =>
    Math.round((at / Math.max(1, count)) * Math.round(length * ratio)) / ratio;
  return {
    left: (column) => start + snapped(column, plot.columns.length, width),
    top: (row) => snapped(row, plot.rows.length, height),
  };
}

/** Where a matrix is a picture of a pixel for each cell, before that is drawn as large as the tile. */
let small: HTMLCanvasElement | undefined;

/** One picture for all cells: many tiles of many cells would have no time for a rectangle each. */
function drawCells(
  context: CanvasRenderingContext2D,
  plot: HeatPlot,
  { left, top }: TileGrid,
  ground: Ground,
): void {
  const [rows, columns] = [plot.rows.length, plot.columns.length];
  small ??= element("canvas");
  const source = small.getContext("2d", { willReadFrequently: true });
  if (source === null || rows === 0 || columns === 0) return;
  if (small.width !== columns) small.width = columns;
  if (small.height !== rows) small.height = rows;
  source.putImageData(new ImageData(heatPixels(plot, ground), columns, rows), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, left(0), top(0), left(columns) - left(0), top(rows) - top(0));
}

/** Half a line's width inside, so that it is whole. */
function outlineOf(plot: HeatPlot, { left, top }: TileGrid): Place[] {
  return heatOutline(
    plot,
    (column) => left(column) + (column === 0 ? 0.5 : -0.5),
    (row) => top(row) + (row === plot.rows.length ? -0.5 : 0.5),
  );
}

/** Hatches what is not a number. */
function drawGaps(
  context: CanvasRenderingContext2D,
  plot: HeatPlot,
  { left, top }: TileGrid,
  colour: string,
): void {
  const columns = plot.columns.length;
  for (let row = 0; row < plot.rows.length; row++) {
    for (let column = 0; column < columns; column++) {
      if (isMissing(plot, row, column) || !Number.isNaN(plot.values[row * columns + column] ?? Number.NaN))
        continue;
      const [x, y] = [left(column), top(row)];
      const box = { x, y, width: left(column + 1) - x, height: top(row + 1) - y };
      drawHatch(context, hatchLines(box, 4), colour);
    }
  }
}

/** A triangle beside a row, where no cell's colour is behind it. */
function drawMark(
  context: CanvasRenderingContext2D,
  plot: HeatPlot,
  row: number,
  height: number,
  colour: string,
): void {
  const middle = ((row + 0.5) / plot.rows.length) * height;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(0, middle - 4);
  context.lineTo(gutter - 2, middle);
  context.lineTo(0, middle + 4);
  context.fill();
}
