import { element, setAttribute, setText } from "../shared/dom.ts";
import { KeyedChildren } from "../shared/keyedChildren.ts";
import { sortRows } from "../shared/sortRows.ts";
import type { TableColumn } from "./tableColumn.ts";
import type { SortOrder, SortValue } from "../shared/sortRows.ts";

/** A table's first column, whose cells are its rows' headers and may hold more than text. */
export interface RowHeader<Row> {
  readonly title: string;
  key(row: Row): string;
  value(row: Row): SortValue;
  create(row: Row): HTMLElement;
  update(header: HTMLElement, row: Row): void;
}

/** Key by which rows are sorted by their header. */
export const rowHeaderKey = "name";

interface HeaderItem {
  readonly key: string;
  readonly title: string;
  readonly note: string | undefined;
  readonly isNumber: boolean;
}

/** A table that is sorted by its headers and changes in place: focus and scroll position survive updates. */
export class SortableTable<Row> {
  /** What scrolls. */
  readonly element: HTMLElement;
  readonly #header: RowHeader<Row>;
  readonly #headers: KeyedChildren<HeaderItem, HTMLElement>;
  readonly #rows: KeyedChildren<Row, HTMLTableRowElement>;
  #columns: readonly TableColumn<Row>[] = [];
  #order: SortOrder | null = null;

  constructor(caption: string, header: RowHeader<Row>, onSort: (column: string) => void) {
    this.#header = header;
    const headRow = element("tr");
    const body = element("tbody");
    this.#headers = new KeyedChildren<HeaderItem, HTMLElement>(headRow, {
      key: ({ key }) => key,
      create: ({ key }) => {
        const button = element(
          "button",
          {
            class: "compare-sort",
            attributes: { type: "button" },
            on: {
              click: () => {
                onSort(key);
              },
            },
          },
          element("span", { class: "compare-sort-text" }),
          element("span", { class: "compare-sort-arrow", attributes: { "aria-hidden": "true" } }),
        );
        return element("th", { attributes: { scope: "col", "data-column": key } }, button);
      },
      update: (cell, item) => {
        this.#updateHeader(cell, item);
      },
    });
    this.#rows = new KeyedChildren<Row, HTMLTableRowElement>(body, {
      key: (row) => header.key(row),
      create: (row) =>
        element(
          "tr",
          { attributes: { "data-row": header.key(row) } },
          element("th", { attributes: { scope: "row" } }, header.create(row)),
        ),
      update: (line, row) => {
        this.#updateRow(line, row);
      },
    });
    this.element = element(
      "div",
      { class: "compare-scroll", attributes: { tabindex: 0, role: "region", "aria-label": caption } },
      element(
        "table",
        { class: "compare-table" },
        element("caption", { class: "visually-hidden", text: caption }),
        element("thead", {}, headRow),
        body,
      ),
    );
  }

  update(columns: readonly TableColumn<Row>[], rows: readonly Row[], order: SortOrder | null): void {
    this.#columns = columns;
    this.#order = order;
    const items = columns.map(({ key, title, note, isNumber }) => ({ key, title, note, isNumber }));
    this.#headers.update([
      { key: rowHeaderKey, title: this.#header.title, note: undefined, isNumber: false },
      ...items,
    ]);
    const value = order === null ? null : this.#sortValue(order.column);
    this.#rows.update(order && value ? sortRows(rows, value, order.direction) : rows);
  }

  #sortValue(column: string): ((row: Row) => SortValue) | null {
    if (column === rowHeaderKey) return (row) => this.#header.value(row);
    const found = this.#columns.find(({ key }) => key === column);
    return found ? (row) => found.cell(row).value : null;
  }

  #updateHeader(cell: HTMLElement, { key, title, note, isNumber }: HeaderItem): void {
    cell.classList.toggle("compare-number", isNumber);
    const direction = this.#order?.column === key ? this.#order.direction : undefined;
    const arrow = direction === undefined ? "↕" : direction === "ascending" ? "↑" : "↓";
    const [text, icon] = cell.querySelectorAll("span");
    if (text) setText(text, title);
    if (icon) setText(icon, arrow);
    setAttribute(cell, "aria-sort", direction ?? "none");
    const said = note === undefined ? `Sort by ${title}` : `${note}. Click to sort.`;
    if (cell.firstElementChild) setAttribute(cell.firstElementChild, "title", said);
  }

  #updateRow(line: HTMLTableRowElement, row: Row): void {
    const header = line.cells[0]?.firstElementChild;
    if (header instanceof HTMLElement) this.#header.update(header, row);
    while (line.cells.length > this.#columns.length + 1) line.lastElementChild?.remove();
    for (const [index, column] of this.#columns.entries()) {
      const cell = line.cells[index + 1] ?? line.appendChild(element("td"));
      const { text, value, title } = column.cell(row);
      const exact = typeof value === "number" && !Number.isNaN(value) ? String(value) : undefined;
      setText(cell, text);
      setAttribute(cell, "data-column", column.key);
      setAttribute(cell, "data-value", exact);
      setAttribute(cell, "title", title ?? exact);
      cell.classList.toggle("compare-number", column.isNumber);
    }
  }
}
