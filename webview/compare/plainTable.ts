import { element } from "../shared/dom.ts";

/** A table of texts, the first column its rows' headers. Built anew only where a text has changed. */
export interface PlainTable {
  readonly element: HTMLElement;
  update(columns: readonly string[], rows: readonly (readonly string[])[]): void;
}

/** Makes an empty table. */
export function plainTable(caption: string): PlainTable {
  const table = element("table", { class: "compare-table" });
  let shown = "";
  return {
    element: element(
      "div",
      { class: "compare-scroll", attributes: { tabindex: 0, role: "region", "aria-label": caption } },
      table,
    ),
    update: (columns, rows) => {
      const signature = JSON.stringify([columns, rows]);
      if (signature === shown) return;
      shown = signature;
      const head = columns.map((text) => element("th", { text, attributes: { scope: "col" } }));
      const body = rows.map((texts) =>
        element(
          "tr",
          {},
          ...texts.map((text, index) =>
            index === 0 ? element("th", { text, attributes: { scope: "row" } }) : element("td", { text }),
          ),
        ),
      );
      table.replaceChildren(
        element("caption", { class: "visually-hidden", text: caption }),
        element("thead", {}, element("tr", {}, ...head)),
        element("tbody", {}, ...body),
      );
    },
  };
}
