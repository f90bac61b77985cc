import { element, setAttribute, setText } from "../shared/dom.ts";
import { HeatLegend } from "../shared/heatLegend.ts";
import { HeadTile, type HeadTileActions } from "./headTile.ts";
import { headScale, shownOf } from "./headPlots.ts";
import type { HeadsView } from "./headsView.ts";
import { moveInGrid } from "./moveInGrid.ts";
import { waitsForFrames } from "./waitsForFrames.ts";

/** All heads by layer, one of them reached by the Tab key and the others from it by arrow keys. */
export class HeadGrid {
  readonly element: HTMLElement;
  readonly #actions: HeadTileActions;
  readonly #rows = element("div", { class: "heads-rows" });
  readonly #title = element("h2", { text: "Attention patterns" });
  readonly #legend = new HeatLegend("Attention");
  #tiles: HeadTile[] = [];
  #layers: readonly (readonly string[])[] = [];
  #active = "";
  #redraw: () => void = () => undefined;

  constructor(actions: HeadTileActions) {
    this.#actions = actions;
    this.element = element(
      "section",
      { class: "heads-section heads-grid" },
      element("div", { class: "heads-title" }, this.#title, this.#legend.element),
      element("p", {
        class: "heads-note",
        text: "Rows attend, columns are attended to; the query's row is marked. Arrow keys go from head to head, Enter enlarges.",
      }),
      this.#rows,
    );
    this.#rows.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    this.#rows.addEventListener("focusin", (event) => {
      const tile = this.#tileOf(event.target);
      if (tile !== undefined && tile.head !== this.#active) this.#activate(tile.head);
    });
  }

  /** Shows all heads of a view. */
  update(view: HeadsView, isTrusted: boolean): void {
    this.#match(view.layers);
    setText(this.#title, view.isDifference ? "Attention patterns: A − B" : "Attention patterns");
    const scale = headScale(view);
    this.#legend.update(scale.range, scale.scale);
    const isWaiting = waitsForFrames(view);
    this.element.classList.toggle("heads-waiting", isWaiting);
    setAttribute(this.element, "aria-busy", isWaiting ? "true" : undefined);
    const isTwo = shownOf(view).length === 2;
    this.element.classList.toggle("heads-two", isTwo);
    this.element.classList.toggle("heads-compared", view.b !== null);
    // All heads of a layer in one row where there is room, and then what is beside them.
    const widest = Math.max(...view.layers.map((heads) => heads.length));
    this.element.style.flexBasis = `${widest * (isTwo ? 188 : view.b === null ? 124 : 148)}px`;
    if (!this.#layers.flat().includes(this.#active))
      this.#active = view.ui.open ?? this.#layers[0]?.[0] ?? "";
    this.#redraw = () => {
      for (const tile of this.#tiles) tile.update(view, scale, tile.head === this.#active, isTrusted);
    };
    this.#redraw();
  }

  /** Puts the focus on a head. */
  focus(head: string): void {
    this.#activate(head);
    this.#tiles.find((tile) => tile.head === head)?.target.focus();
  }

  #match(layers: readonly (readonly string[])[]): void {
    if (JSON.stringify(layers) === JSON.stringify(this.#layers)) return;
    this.#layers = layers;
    for (const tile of this.#tiles) tile.dispose();
    this.#tiles = layers.flat().map((head) => new HeadTile(head, this.#actions));
    this.#rows.replaceChildren(
      ...layers.map((heads, layer) =>
        element(
          "div",
          { class: "heads-row", attributes: { role: "group", "aria-label": `Layer ${layer}` } },
          element("h3", { text: `Layer ${layer}` }),
          element(
            "div",
            { class: "heads-tiles" },
            ...this.#tiles.filter(({ head }) => heads.includes(head)).map((tile) => tile.element),
          ),
        ),
      ),
    );
  }

  #onKey(event: KeyboardEvent): void {
    const tile = this.#tileOf(event.target);
    if (tile === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = moveInGrid(this.#layers, tile.head, event.key);
    if (next === null) return;
    event.preventDefault();
    this.focus(next);
  }

  #activate(head: string): void {
    this.#active = head;
    this.#redraw();
  }

  #tileOf(target: EventTarget | null): HeadTile | undefined {
    return target instanceof Node ? this.#tiles.find((tile) => tile.element.contains(target)) : undefined;
  }
}
