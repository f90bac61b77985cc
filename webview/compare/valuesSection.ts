import { element, setText } from "../shared/dom.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView, ViewUnit } from "./compareView.ts";
import { runLabel, updateRunLabel } from "./runLabel.ts";
import type { Section } from "./section.ts";
import { nextOrder } from "../shared/sortRows.ts";
import { SortableTable } from "./sortableTable.ts";
import { columnKinds, valueColumns } from "./valueColumns.ts";

/** The table of values: a row for each run or group, sorted by any column, and the place to compare at. */
export class ValuesSection {
  readonly #table: SortableTable<ViewUnit>;
  readonly #at: HTMLInputElement;
  readonly #atLabel: HTMLElement;
  readonly #boxes = new Map<string, HTMLInputElement>();
  #ui: CompareUi | null = null;

  constructor(section: Section, onChange: (change: Partial<CompareUi>) => void) {
    this.#table = new SortableTable<ViewUnit>(
      "Values of the runs",
      {
        title: "Run",
        key: ({ key }) => key,
        value: ({ name }) => name,
        create: runLabel,
        update: updateRunLabel,
      },
      (column) => {
        onChange({ sort: nextOrder(this.#ui?.sort ?? null, column) });
      },
    );
    this.#at = element("input", {
      class: "compare-input",
      attributes: { type: "number", step: 1000, placeholder: "none" },
      on: {
        change: () => {
          const at = this.#at.valueAsNumber;
          onChange({ at: Number.isFinite(at) ? at : null });
        },
      },
    });
    this.#atLabel = element("span", { class: "compare-label" });
    const clear = element("button", {
      class: "compare-button",
      text: "Clear",
      attributes: { type: "button" },
      on: {
        click: () => {
          onChange({ at: null });
        },
      },
    });
    section.body.append(
      element(
        "div",
        { class: "compare-row" },
        element("label", { class: "compare-field" }, this.#atLabel, this.#at),
        clear,
        this.#columnChoice(onChange),
      ),
      element("p", { class: "compare-note", text: "A click into a curve sets the place, too." }),
      this.#table.element,
    );
  }

  update(view: CompareView): void {
    const { ui } = view;
    this.#ui = ui;
    setText(
      this.#atLabel,
      ui.align === "phase-change" ? "At (sequences since phase change)" : "At (sequences)",
    );
    const at = ui.at === null ? "" : String(ui.at);
    // What is being typed is the user's.
    if (document.activeElement !== this.#at && this.#at.value !== at) this.#at.value = at;
    for (const [key, box] of this.#boxes) box.checked = !ui.hiddenColumns.includes(key);
    this.#table.update(valueColumns(view), view.units, ui.sort);
  }

  #columnChoice(onChange: (change: Partial<CompareUi>) => void): HTMLElement {
    const boxes = columnKinds.map(({ key, title }) => {
      const box = element("input", {
        attributes: { type: "checkbox" },
        on: {
          change: () => {
            const hidden = columnKinds
              .map((kind) => kind.key)
              .filter((kind) => !this.#boxes.get(kind)?.checked);
            onChange({ hiddenColumns: hidden });
          },
        },
      });
      this.#boxes.set(key, box);
      return element("label", {}, box, title);
    });
    return element(
      "details",
      { class: "compare-columns" },
      element("summary", { text: "Columns" }),
      element(
        "div",
        { class: "compare-checks", attributes: { role: "group", "aria-label": "Columns shown" } },
        ...boxes,
      ),
    );
  }
}
