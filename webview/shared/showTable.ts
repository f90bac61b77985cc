import { element } from "./dom.ts";
import type { DataTable } from "./series.ts";
import { tableCaption } from "./tableCaption.ts";

/** A data table as elements. */
export function showTable(table: DataTable, caption: string): HTMLElement {
  return element(
    "table",
    { class: "data-table" },
    element("caption", { text: tableCaption(table, caption) }),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...table.columns.map((text) => element("th", { text, attributes: { scope: "col" } })),
      ),
    ),
    element(
      "tbody",
      {},
      ...table.rows.map(([first, ...others]) =>
        element(
          "tr",
          {},
          element("th", { text: first ?? "", attributes: { scope: "row" } }),
          ...others.map((text) => element("td", { text })),
        ),
      ),
    ),
  );
}
