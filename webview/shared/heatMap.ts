import type { HeatPlot } from "../../src/figures/figure.ts";
import { heatCsv } from "../../src/figures/heatCsv.ts";
import { plotSvg } from "../../src/figures/plotSvg.ts";
import type { HeatCell, HeatMapOptions } from "./heatMapOptions.ts";
import { heatPng } from "./heatPng.ts";
import { heatTable } from "./heatTable.ts";
import { HeatTile } from "./heatTile.ts";
import { HeatView } from "./heatView.ts";
import type { DataTable } from "./series.ts";
import { readPalette } from "./readPalette.ts";

export type { HeatCell, HeatMapOptions } from "./heatMapOptions.ts";

/**
 * A matrix as colours, on a canvas. `update` may be called as often as one likes: it draws at most once per animation
 * frame, and only while in view. The plot's title is in exports; headings are the panel's own.
 */
export class HeatMap {
  readonly #look: HeatTile | HeatView;
  #plot: HeatPlot | null = null;

  constructor(options: HeatMapOptions) {
    this.#look = options.look === "tile" ? new HeatTile(options) : new HeatView(options);
  }

  /** As wide as its place; a tile is a `<button>`. */
  get element(): HTMLElement {
    return this.#look.element;
  }

  /** The matrix last given; null before the first. */
  get plot(): HeatPlot | null {
    return this.#plot;
  }

  /** The chosen cell; always null for a tile. */
  get cell(): HeatCell | null {
    return this.#look instanceof HeatView ? this.#look.cell : null;
  }

  /** Takes another matrix. The chosen cell stays where there still is one. */
  update(plot: HeatPlot): void {
    this.#plot = plot;
    this.#look.update(plot);
  }

  /** Replaces what is said of it, such as a tile's numbers. */
  setLabel(label: string): void {
    this.#look.setLabel(label);
  }

  /** Chooses a cell without calling `onSelect`; none where there is no such cell. A tile has no chosen cell. */
  select(cell: HeatCell | null): void {
    if (this.#look instanceof HeatView) this.#look.select(cell);
  }

  /** As SVG file, in colours for paper. @throws Error before the first matrix */
  exportSvg(): string {
    return plotSvg(this.#given(), "light");
  }

  /** As PNG file, in the theme's colours. Rejects before the first matrix, or where the browser cannot draw it. */
  async exportPng(): Promise<Uint8Array> {
    return await heatPng(this.#given(), readPalette());
  }

  /** As CSV: `row`, `column`, `value` in full precision. @throws Error before the first matrix */
  exportCsv(): string {
    return heatCsv(this.#given());
  }

  /** The values as texts: a row for each row of the matrix, its name first. @throws Error before the first matrix */
  table(): DataTable {
    return heatTable(this.#given());
  }

  dispose(): void {
    this.#look.dispose();
  }

  #given(): HeatPlot {
    if (this.#plot === null) throw new Error("There are no values yet.");
    return this.#plot;
  }
}
