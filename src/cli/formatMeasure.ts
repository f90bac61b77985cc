import type { MeasureResult } from "../protocol/measureMessages.ts";
import { formatCount } from "../runs/comparison/formatNumbers.ts";
import type { MeasureTable } from "../runs/comparison/measureTables.ts";
import { measureTables } from "../runs/comparison/measureTables.ts";
import { table } from "./table.ts";
import { wrap } from "./terminalText.ts";

/** What was measured as text of at most `width` columns: for each place its tables. */
export function formatMeasure({ name, run, results }: MeasureResult, width: number): string {
  const sections = results.map(({ sequences, value }) =>
    [
      wrap(`${run} at ${formatCount(sequences)} sequences`, width),
      ...measureTables(name, value).map((each) => formatTable(each, width)),
    ].join("\n\n"),
  );
  return `${sections.join("\n\n")}\n`;
}

/** A table as text; its columns in several parts where they are too many for the width. */
function formatTable({ title, columns, rows }: MeasureTable, width: number): string {
  const all = [columns, ...rows];
  const count = columns.length - 1;
  for (let perPart = Math.max(1, count); ; perPart--) {
    const parts = Array.from({ length: Math.ceil(count / perPart) }, (_, part) => {
      const first = 1 + part * perPart;
      return table(all.map(([row = "", ...cells]) => [row, ...cells.slice(first - 1, first - 1 + perPart)]));
    });
    const widest = Math.max(...parts.flatMap((text) => text.split("\n").map((line) => line.length)));
    if (widest <= width || perPart === 1) return [wrap(title, width), parts.join("\n\n")].join("\n");
  }
}
