import type { Figure } from "./figure.ts";
import { figureCsv } from "./figureCsv.ts";
import { tableCsv } from "./tableCsv.ts";
import { verdictCsv } from "./verdictCsv.ts";

/** A figure's data as a file. */
export interface DataFile {
  readonly name: string;
  /** What it has, for people. */
  readonly title: string;
  readonly csv: string;
}

/**
 * All data of a figure as CSV files, those that it has: `fig5b.csv` of its plots, `fig5b-table.csv` of its table or
 * `fig5b-table-1.csv` … of several, `fig5b-verdicts.csv`. What is a table in the paper and has one table only is `table1.csv`.
 */
export function dataFiles(figure: Figure): DataFile[] {
  const { id, plots, tables, verdicts } = figure;
  const table = plots.length === 0 ? id : `${id}-table`;
  return [
    ...(plots.length > 0
      ? [{ name: `${id}.csv`, title: "Data of the plots (CSV)", csv: figureCsv(figure) }]
      : []),
    ...tables.map((one, i) => ({
      name: tables.length === 1 ? `${table}.csv` : `${table}-${i + 1}.csv`,
      title: tables.length === 1 ? "Table (CSV)" : `Table ${i + 1} (CSV)`,
      csv: tableCsv(one),
    })),
    ...(verdicts.length > 0
      ? [{ name: `${id}-verdicts.csv`, title: "Verdicts (CSV)", csv: verdictCsv([figure]) }]
      : []),
  ];
}
