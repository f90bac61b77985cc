import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import { element, setText } from "../shared/dom.ts";
import { HeatMap } from "../shared/heatMap.ts";
import { menu } from "../shared/menu.ts";
import type { GroupKey, Wire } from "./wiringUi.ts";
import type { ShownMatrix, WiringView } from "./wiringView.ts";

/** What a group of matrices asks for. */
export interface MatrixGroupActions {
  readonly onSelect: (wire: Wire | null) => void;
  readonly onToggle: (key: GroupKey, isOpen: boolean) => void;
  /** `make` rejects where the file cannot be made. */
  readonly onSave: (make: () => Promise<PanelRequest>) => void;
}

interface MatrixCard {
  readonly element: HTMLElement;
  readonly title: HTMLElement;
  readonly map: HeatMap;
  /** The plot that it has, as text: while a run goes on, panels are brought up to date many times without a change. */
  shown: string;
}

/** Matrices of one kind below a heading, which can be closed. */
export class MatrixGroup {
  readonly element: HTMLDetailsElement;
  readonly #key: GroupKey;
  readonly #actions: MatrixGroupActions;
  readonly #title = element("h2");
  readonly #note = element("p", { class: "wiring-note" });
  readonly #empty = element("p", { class: "wiring-empty" });
  readonly #holder = element("div", { class: "wiring-maps" });
  readonly #cards = new Map<string, MatrixCard>();
  #view: WiringView | null = null;

  constructor(key: GroupKey, isOpen: boolean, actions: MatrixGroupActions) {
    this.#key = key;
    this.#actions = actions;
    this.element = element(
      "details",
      {
        class: "wiring-group",
        attributes: { "data-group": key, open: isOpen },
        on: {
          toggle: () => {
            actions.onToggle(key, this.element.open);
          },
        },
      },
      element("summary", {}, this.#title),
      this.#note,
      this.#empty,
      this.#holder,
    );
  }

  /** @param empty what is said where there are no matrices yet */
  update(
    view: WiringView,
    words: { readonly title: string; readonly note: string; readonly empty: string },
  ): void {
    this.#view = view;
    const matrices = view.groups[this.#key];
    setText(this.#title, words.title);
    setText(this.#note, words.note);
    setText(this.#empty, words.empty);
    this.#empty.hidden = matrices.length > 0;
    const shown = new Set(matrices.map(({ matrix }) => matrix.key));
    for (const [key, card] of this.#cards) {
      if (shown.has(key)) continue;
      card.map.dispose();
      card.element.remove();
      this.#cards.delete(key);
    }
    matrices.forEach((shownMatrix, i) => {
      const card = this.#cards.get(shownMatrix.matrix.key) ?? this.#create(shownMatrix);
      if (this.#holder.children[i] !== card.element)
        this.#holder.insertBefore(card.element, this.#holder.children[i] ?? null);
      setText(card.title, shownMatrix.plot.title);
      const signature = JSON.stringify(shownMatrix.plot);
      if (signature !== card.shown) {
        card.shown = signature;
        card.map.setLabel(shownMatrix.plot.title);
        card.map.update(shownMatrix.plot);
      }
      card.map.select(cellOf(view));
    });
  }

  #create({ matrix: { key, title } }: ShownMatrix): MatrixCard {
    const map = new HeatMap({
      look: "full",
      label: title,
      onSelect: (cell) => {
        const view = this.#view;
        if (view === null) return;
        const [to, from] = cell === null ? [] : [view.rows[cell.row], view.columns[cell.column]];
        this.#actions.onSelect(to === undefined || from === undefined ? null : { from, to });
      },
    });
    const save = (ending: string, content: () => string | Promise<Uint8Array>) => ({
      label: `Save as ${ending.toUpperCase()}…`,
      onClick: () => {
        this.#actions.onSave(() => this.#file(`${key}.${ending}`, content));
      },
    });
    const heading = element("h3", { text: title });
    const card = element(
      "section",
      { class: "wiring-matrix", attributes: { "data-matrix": key } },
      element(
        "div",
        { class: "wiring-matrix-head" },
        heading,
        menu(
          "Export",
          [
            save("svg", () => map.exportSvg()),
            save("png", () => map.exportPng()),
            save("csv", () => map.exportCsv()),
          ],
          { icon: "export", iconOnly: true },
        ),
      ),
      map.element,
    );
    const made = { element: card, title: heading, map, shown: "" };
    this.#cards.set(key, made);
    return made;
  }

  async #file(name: string, content: () => string | Promise<Uint8Array>): Promise<PanelRequest> {
    const prefix = this.#view === null ? "" : `${this.#view.run.id}-`;
    return { kind: "save", fileName: `${prefix}${name}`, content: await content() };
  }
}

/** Where the chosen wire is in the matrices. */
function cellOf({ wire, rows, columns }: WiringView): { row: number; column: number } | null {
  return wire === null ? null : { row: rows.indexOf(wire.to), column: columns.indexOf(wire.from) };
}
