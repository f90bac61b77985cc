import type { FigureTable } from "../figure.ts";
import { formatCell } from "../formatCell.ts";
import { svgText } from "../svgText.ts";
import { isNumberColumn } from "../isNumberColumn.ts";

/** A table of a figure in a page. Where it is wider than the page, it scrolls by itself, by keyboard too. */
export function htmlTable(table: FigureTable): string {
  const kinds = table.columns.map((_, column) => (isNumberColumn(table, column) ? ' class="number"' : ""));
  const head = table.columns.map((name, column) => `<th scope="col"${kinds[column]!}>${svgText(name)}</th>`);
  const rows = table.rows.map((row) => {
    const cells = table.columns.map(
      (_, column) => `<td${kinds[column]!}>${svgText(formatCell(row[column]))}</td>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  return [
    `<div class="scrolling" tabindex="0" role="region" aria-label="${svgText(table.title)}">`,
    `<table><caption>${svgText(table.title)}</caption>`,
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${rows.join("\n")}</tbody></table></div>`,
  ].join("\n");
}
