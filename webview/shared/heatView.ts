import type { HeatPlot } from "../../src/figures/figure.ts";
import { heatLayout, type HeatLayout } from "../../src/figures/heatLayout.ts";
import { isMissing } from "../../src/figures/isMissing.ts";
import { element, setText } from "./dom.ts";
import { drawHeatLayout } from "./drawHeatLayout.ts";
import { HeatDetails } from "./heatDetails.ts";
import { cellAfter } from "./heatKeys.ts";
import type { HeatCell, HeatMapOptions } from "./heatMapOptions.ts";
import { heatPalette } from "./heatPalette.ts";
import { heatReading } from "./heatReading.ts";
import { HeatSurface, type SurfacePicture } from "./heatSurface.ts";
import type { Palette } from "./theme.ts";

const help = "Arrow keys choose a cell, Home and End jump to the ends of its row, Escape chooses none.";
const hint = "Point at a cell for its value.";
/** No wider than it takes to read, in pixels: cells and legend stay together. */
const widest = 720;
const mostCell = { width: 72, height: 44 } as const;

let made = 0;

/** A heat map with axes and legend; its values are read out by pointer and keys, and are in a table. */
export class HeatView {
  readonly element: HTMLElement;
  readonly #options: HeatMapOptions;
  readonly #canvas: HTMLCanvasElement;
  readonly #chosen = element("div", { class: "heat-cell heat-chosen", attributes: { hidden: true } });
  readonly #pointed = element("div", { class: "heat-cell", attributes: { hidden: true } });
  readonly #reading = element("p", { class: "heat-reading", text: hint });
  readonly #spoken = element("p", { class: "visually-hidden", attributes: { "aria-live": "polite" } });
  readonly #details: HeatDetails;
  readonly #surface: HeatSurface;
  #plot: HeatPlot | null = null;
  #layout: HeatLayout | null = null;
  #cell: HeatCell | null = null;
  #hovered: HeatCell | null = null;

  constructor(options: HeatMapOptions) {
    this.#options = options;
    const id = `heat-${++made}`;
    this.#canvas = element("canvas", {
      class: "heat-canvas",
      attributes: { role: "img", tabindex: 0, "aria-label": options.label, "aria-describedby": `${id}-help` },
      on: { keydown: this.#press },
    });
    const picture = element(
      "div",
      {
        class: "heat-picture",
        on: {
          pointermove: (event) => {
            this.#hover(this.#cellAt(event));
          },
          pointerleave: () => {
            this.#hover(null);
          },
          click: (event) => {
            this.#choose(this.#cellAt(event));
          },
        },
      },
      this.#canvas,
      this.#pointed,
      this.#chosen,
    );
    this.#details = new HeatDetails(this.#canvas, options.label);
    this.element = element(
      "div",
      { class: "heat heat-full" },
      picture,
      element("p", { class: "visually-hidden", text: help, attributes: { id: `${id}-help` } }),
      this.#reading,
      this.#spoken,
      this.#details.element,
    );
    this.#surface = new HeatSurface(this.#canvas, picture, this.#prepare);
  }

  get cell(): HeatCell | null {
    return this.#cell;
  }

  update(plot: HeatPlot): void {
    this.#plot = plot;
    if (!exists(plot, this.#cell)) this.#cell = null;
    if (!exists(plot, this.#hovered)) this.#hovered = null;
    this.#say();
    this.#details.update(plot);
    this.#surface.invalidate();
  }

  setLabel(label: string): void {
    this.#details.setLabel(label);
  }

  select(cell: HeatCell | null): void {
    this.#cell = this.#plot !== null && exists(this.#plot, cell) ? cell : null;
    this.#say();
    this.#place();
  }

  dispose(): void {
    this.#surface.dispose();
    this.#details.dispose();
    this.element.remove();
  }

  readonly #prepare = (width: number, theme: Palette): SurfacePicture | null => {
    if (this.#plot === null) return null;
    const palette = heatPalette(theme);
    // Headings are above the picture, and belong to the panel.
    const plot = { ...this.#plot, title: "" };
    const frame = { width: Math.min(width, widest), areaHeight: widest, titleLines: 0, mostCell };
    const layout = heatLayout(plot, frame, palette);
    this.#layout = layout;
    this.#place();
    return {
      height: layout.height,
      draw: (context) => {
        drawHeatLayout(context, layout, palette, theme.font);
      },
    };
  };

  readonly #press = (event: KeyboardEvent): void => {
    if (this.#plot === null || event.altKey || event.metaKey || event.shiftKey) return;
    const next = cellAfter(this.#plot, this.#cell, event.key, event.ctrlKey);
    if (next === undefined) return;
    event.preventDefault();
    this.#choose(next);
    setText(this.#spoken, next === null ? "" : heatReading(this.#plot, next));
  };

  #cellAt(event: MouseEvent): HeatCell | null {
    if (this.#plot === null || this.#layout === null) return null;
    const { left, top, cellWidth, cellHeight } = this.#layout.grid;
    const box = this.#canvas.getBoundingClientRect();
    const cell = {
      row: Math.floor((event.clientY - box.top - top) / cellHeight),
      column: Math.floor((event.clientX - box.left - left) / cellWidth),
    };
    return exists(this.#plot, cell) ? cell : null;
  }

  #hover(cell: HeatCell | null): void {
    if (isSame(cell, this.#hovered)) return;
    this.#hovered = cell;
    this.#say();
    this.#place();
    this.#options.onHover?.(cell);
  }

  #choose(cell: HeatCell | null): void {
    if (isSame(cell, this.#cell)) return;
    this.#cell = cell;
    this.#say();
    this.#place();
    this.#options.onSelect?.(cell);
  }

  /** Writes the value that is pointed at, or else the chosen one. */
  #say(): void {
    const cell = this.#hovered ?? this.#cell;
    const text = this.#plot === null || cell === null ? null : heatReading(this.#plot, cell, true);
    setText(this.#reading, text ?? hint);
    this.#reading.classList.toggle("heat-hint", text === null);
  }

  /** Puts the frames around the cells: elements of their own, so that pointing at a cell draws nothing anew. */
  #place(): void {
    for (const [frame, cell] of [
      [this.#chosen, this.#cell],
      [this.#pointed, this.#hovered],
    ] as const) {
      frame.hidden = cell === null || this.#layout === null;
      if (cell === null || this.#layout === null) continue;
      const { left, top, cellWidth, cellHeight } = this.#layout.grid;
      frame.style.transform = `translate(${left + cell.column * cellWidth}px, ${top + cell.row * cellHeight}px)`;
      frame.style.width = `${cellWidth}px`;
      frame.style.height = `${cellHeight}px`;
    }
  }
}

function exists(plot: HeatPlot, cell: HeatCell | null): boolean {
  if (cell === null) return false;
  const { row, column } = cell;
  const isInside = row >= 0 && row < plot.rows.length && column >= 0 && column < plot.columns.length;
  return isInside && !isMissing(plot, row, column);
}

function isSame(one: HeatCell | null, other: HeatCell | null): boolean {
  return one?.row === other?.row && one?.column === other?.column;
}
