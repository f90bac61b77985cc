import { KeyedChildren } from "../shared/keyedChildren.ts";
import { nextOrder, sortRows, type SortOrder } from "../shared/sortRows.ts";
import { element, setAttribute, setText } from "../shared/dom.ts";
import { numberText } from "./ablationRows.ts";
import { headColumns, headMeasures, headTableRows, sumRows } from "./headColumns.ts";
import type { HeadColumn, HeadMeasure, HeadRow } from "./headColumns.ts";
import type { HeadsView } from "./headsView.ts";
import { waitsForFrames } from "./waitsForFrames.ts";

const nameColumn = "head";

/** Every head's strengths and what it writes, as numbers with bars. Sorted by a click on a header. */
export class HeadTable {
  readonly element: HTMLElement;
  readonly #headers: KeyedChildren<Pick<HeadColumn, "key" | "title" | "note">, HTMLElement>;
  readonly #rows: KeyedChildren<HeadRow, HTMLTableRowElement>;
  readonly #sums: KeyedChildren<HeadRow, HTMLTableRowElement>;
  #columns: readonly HeadColumn[] = [];
  #sort: SortOrder | null = null;
  /** Which rows and columns there are, and their order. */
  #shape = "";
  #largest: Readonly<Record<HeadMeasure, number>> = {
    induction: 1,
    previousToken: 1,
    target: 1,
    inContext: 1,
  };

  constructor(onSort: (sort: SortOrder | null) => void) {
    const head = element("tr");
    const body = element("tbody");
    const foot = element("tfoot");
    const caption = "Heads: strengths and direct contributions to the logits";
    this.element = element(
      "section",
      { class: "heads-section" },
      element("h2", { text: "Heads in numbers" }),
      element("p", {
        class: "heads-note",
        text: "Contributions are direct: through the final layer norm, not through later layers. With the rest they add up to the logits.",
      }),
      element(
        "div",
        { class: "heads-scroll", attributes: { tabindex: 0, role: "region", "aria-label": caption } },
        element(
          "table",
          { class: "heads-table" },
          element("caption", { class: "visually-hidden", text: caption }),
          element("thead", {}, head),
          body,
          foot,
        ),
      ),
    );
    this.#headers = new KeyedChildren<Pick<HeadColumn, "key" | "title" | "note">, HTMLElement>(head, {
      key: ({ key }) => key,
      create: ({ key }) =>
        element(
          "th",
          { attributes: { scope: "col", "data-column": key } },
          element("button", {
            class: "heads-sort",
            attributes: { type: "button" },
            on: {
              click: () => {
                onSort(nextOrder(this.#sort, key));
              },
            },
          }),
        ),
      update: (cell, column) => {
        this.#updateHeader(cell, column);
      },
    });
    const rows = (parent: HTMLElement): KeyedChildren<HeadRow, HTMLTableRowElement> =>
      new KeyedChildren<HeadRow, HTMLTableRowElement>(parent, {
        key: ({ name }) => name,
        create: ({ name }) =>
          element(
            "tr",
            { attributes: { "data-row": name } },
            element("th", { text: name, attributes: { scope: "row" } }),
          ),
        update: (line, row) => {
          this.#updateRow(line, row);
        },
      });
    this.#rows = rows(body);
    this.#sums = rows(foot);
  }

  update(view: HeadsView): void {
    const columns = headColumns(view.b !== null);
    const rows = headTableRows(view);
    const { sort } = view.ui;
    const isWaiting = waitsForFrames(view);
    this.element.classList.toggle("heads-waiting", isWaiting);
    setAttribute(this.element, "aria-busy", isWaiting ? "true" : undefined);
    const shape = JSON.stringify([view.layers, columns.length, sort]);
    if (isWaiting && shape === this.#shape) return;
    this.#shape = shape;
    this.#columns = columns;
    this.#sort = sort;
    const largest = (measure: HeadMeasure): number =>
      Math.max(1e-9, ...rows.flatMap(({ a, b }) => [Math.abs(a[measure] ?? 0), Math.abs(b[measure] ?? 0)]));
    this.#largest = {
      induction: 1,
      previousToken: 1,
      target: largest("target"),
      inContext: largest("inContext"),
    };
    this.#headers.update([{ key: nameColumn, title: "Head", note: "The head's name" }, ...columns]);
    const by = columns.find(({ key }) => key === sort?.column);
    const value = sort === null ? null : (by?.value ?? ((row: HeadRow) => row.name));
    this.#rows.update(sort === null || value === null ? rows : sortRows(rows, value, sort.direction));
    this.#sums.update(sumRows(view));
  }

  #updateHeader(cell: HTMLElement, { key, title, note }: Pick<HeadColumn, "key" | "title" | "note">): void {
    const direction = this.#sort?.column === key ? this.#sort.direction : undefined;
    const arrow = direction === undefined ? "" : direction === "ascending" ? " ↑" : " ↓";
    const [control] = cell.children;
    if (control instanceof HTMLElement) {
      setText(control, `${title}${arrow}`);
      setAttribute(control, "title", `${note}. Click to sort.`);
    }
    setAttribute(cell, "aria-sort", direction ?? "none");
  }

  #updateRow(line: HTMLTableRowElement, row: HeadRow): void {
    while (line.cells.length > this.#columns.length + 1) line.lastElementChild?.remove();
    for (const [i, { key, measure, value }] of this.#columns.entries()) {
      const cell = line.cells[i + 1] ?? line.appendChild(emptyCell());
      const number = value(row);
      const [text, gauge] = cell.children;
      if (text) setText(text, numberText(number, key.endsWith(".difference")));
      const bar = gauge?.firstElementChild;
      if (bar instanceof HTMLElement) {
        // What is no head's may be larger than any head's.
        const size = Math.min(1, Math.abs(number ?? 0) / this.#largest[measure]);
        bar.style.width = `${50 * size}%`;
        bar.classList.toggle("heads-negative", (number ?? 0) < 0);
      }
      setAttribute(cell, "data-value", number === null ? undefined : String(number));
      setAttribute(cell, "title", number === null ? "no such number" : String(number));
      setAttribute(cell, "data-column", key);
      cell.classList.toggle("heads-first", i % (this.#columns.length / headMeasures.length) === 0);
    }
  }
}

/** A number and a bar from the middle: to the right what is above 0, to the left what is below. */
function emptyCell(): HTMLTableCellElement {
  return element(
    "td",
    {},
    element("span", { class: "heads-number" }),
    element("span", { class: "heads-gauge", attributes: { "aria-hidden": "true" } }, element("span")),
  );
}
