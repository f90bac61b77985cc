import { csvCell, csvNumber } from "./csvCell.ts";
import type { Curves } from "./curves.ts";
import { metricKeys } from "./metricInfo.ts";

/**
 * The curves of runs as CSV (RFC 4180), one row for each evaluation: `run`, `sequences`, and every metric that any run
 * has, in full precision and empty where there is no number. A name that a spreadsheet would take for a formula gets
 * an apostrophe before it.
 */
export function curvesCsv(runs: readonly { readonly name: string; readonly curves: Curves }[]): string {
  const columns = Object.fromEntries(runs.flatMap(({ curves }) => Object.entries(curves.columns)));
  const keys = metricKeys({ columns });
  const rows = [["run", "sequences", ...keys].map((text) => csvCell(text)).join(",")];
  for (const { name, curves } of runs) {
    const cell = csvCell(name);
    const values = keys.map((key) => curves.columns[key]);
    curves.sequences.forEach((sequences, place) => {
      const cells = values.map((column) => csvNumber(column?.[place]));
      rows.push([cell, csvNumber(sequences), ...cells].join(","));
    });
  }
  return `${rows.join("\r\n")}\r\n`;
}
