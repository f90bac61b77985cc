import type { CompareView, ViewRun } from "./compareView.ts";

/** A key in which experiments differ. */
export interface ConfigRow {
  readonly path: string;
  /** One for each column. `text` is one line, `full` all of it. */
  readonly cells: readonly {
    readonly text: string;
    readonly full: string;
    readonly isAbsent: boolean;
    readonly equalsBaseline: boolean;
  }[];
}

/** In what experiments differ, a column for each run, the baseline's first. */
export interface ConfigTable {
  readonly columns: readonly ViewRun[];
  readonly rows: readonly ConfigRow[];
}

/** Puts the differences of a comparison into a table. */
export function configTable({ comparison, runs, baseline }: CompareView): ConfigTable {
  const columns = [...runs].sort((a, b) => Number(b.isBaseline) - Number(a.isBaseline));
  const places = columns.map(({ id }) => comparison.runs.findIndex((run) => run.id === id));
  const ours = comparison.runs.findIndex(({ id }) => id === baseline?.id);
  const rows = comparison.config.map(({ path, values }): ConfigRow => {
    const reference = write(values[ours], 1);
    return {
      path,
      cells: places.map((place) => {
        const value = values[place];
        const full = write(value, 1);
        return {
          text: value === undefined ? "–" : typeof value === "string" ? value : full.replace(/\n\s*/g, " "),
          full: value === undefined ? "not set" : full,
          isAbsent: value === undefined,
          equalsBaseline: full === reference,
        };
      }),
    };
  });
  return { columns, rows };
}

/** A value as JSON; empty where there is none. */
function write(value: unknown, indent: number): string {
  return value === undefined ? "" : JSON.stringify(value, null, indent);
}
