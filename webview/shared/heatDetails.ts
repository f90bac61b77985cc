import type { HeatPlot } from "../../src/figures/figure.ts";
import { plotDescription } from "../../src/figures/plotDescription.ts";
import { element, setText } from "./dom.ts";
import { heatTable } from "./heatTable.ts";
import { showTable } from "./showTable.ts";
import { tableCaption } from "./tableCaption.ts";

/** How long what is said of a heat map may be out of date while it changes, in milliseconds. */
const describeAfter = 250;

/** A heat map for those who cannot see it: what its canvas is called, and its values as a table to be opened. */
export class HeatDetails {
  readonly element: HTMLDetailsElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #holder = element("div", { class: "chart-table", attributes: { tabindex: 0, role: "region" } });
  #label: string;
  #plot: HeatPlot | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement, label: string) {
    this.#canvas = canvas;
    this.#label = label;
    this.element = element(
      "details",
      {
        class: "chart-data heat-data",
        on: {
          toggle: () => {
            this.#write();
          },
        },
      },
      element("summary", { text: "Values as a table" }),
      this.#holder,
    );
    this.#name();
  }

  setLabel(label: string): void {
    this.#label = label;
    this.#name();
  }

  update(plot: HeatPlot): void {
    this.#plot = plot;
    // While it plays, a table made anew with every frame could neither be read nor scrolled.
    this.#timer ??= setTimeout(this.#write, describeAfter);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  readonly #write = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#name();
    if (this.#plot === null || !this.element.open) return;
    const table = heatTable(this.#plot);
    const cells = [...this.#holder.querySelectorAll("th, td")];
    const texts = [...table.columns, ...table.rows.flat()];
    // The same elements for the same shape: a screen reader stays where it reads.
    if (
      cells.length === texts.length &&
      this.#holder.querySelectorAll("tr").length === table.rows.length + 1
    ) {
      texts.forEach((text, i) => {
        setText(cells[i]!, text);
      });
      const caption = this.#holder.querySelector("caption");
      if (caption !== null) setText(caption, tableCaption(table, this.#label));
    } else {
      this.#holder.replaceChildren(showTable(table, this.#label));
    }
  };

  #name(): void {
    this.#holder.setAttribute("aria-label", `Values: ${this.#label}`);
    const told = this.#plot === null ? this.#label : `${this.#label}. ${plotDescription(this.#plot)}`;
    this.#canvas.setAttribute("aria-label", told);
  }
}
