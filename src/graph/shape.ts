import type { Value } from "./value.ts";

/**
 * What the columns of a row are. `features`: a plain vector of `size` numbers. `heads`: `size` numbers for each of
 * `heads` heads (a query: size = head dimension; a pattern: size = keys). Logical order is [heads, size]; a runtime
 * chooses its own storage.
 */
export type Columns =
  | { readonly kind: "features"; readonly size: number }
  | { readonly kind: "heads"; readonly heads: number; readonly size: number };

/**
 * What the rows of a value are. `table`: `max` rows, or, when `used` is given, `used.offset` rows plus as many as
 * that index list has distinct entries ("up to max"). `sequence`: one row for each listed position of each sequence,
 * ordered [sequence, position]; `length` is the context length.
 */
export type Rows =
  | { readonly kind: "table"; readonly max: number; readonly used: UsedRows | null }
  | {
      readonly kind: "sequence";
      readonly sequences: number;
      readonly length: number;
      readonly positions: readonly number[];
    };

/** A row count that is known only at run time: `offset` + the number of distinct entries that `index` holds. */
export interface UsedRows {
  readonly index: Value;
  readonly offset: number;
}

/** How many numbers a row has. */
export function columnCount(columns: Columns): number {
  return columns.kind === "heads" ? columns.heads * columns.size : columns.size;
}

/** How many rows a value has at most. */
export function rowCount(rows: Rows): number {
  return rows.kind === "table" ? rows.max : rows.sequences * rows.positions.length;
}

/** Equal for equal columns only: a key for maps and comparisons. */
export function columnsKey(columns: Columns): string {
  return columns.kind === "heads" ? `${columns.heads}x${columns.size}` : `${columns.size}`;
}

/** Equal for equal rows only: a key for maps and comparisons. */
export function rowsKey(rows: Rows): string {
  if (rows.kind === "sequence") return `s${rows.sequences}/${rows.length}:${rows.positions.join(",")}`;
  return rows.used === null ? `t${rows.max}` : `t${rows.max}?${rows.used.offset}+${rows.used.index.id}`;
}

/** Pairs of a query, at each of the rows, and a key of its sequence that it sees. */
export function visiblePairs(queries: Rows, causal: boolean): number {
  if (queries.kind !== "sequence") throw new TypeError("rows of sequences expected");
  const perSequence = queries.positions.map((position) => (causal ? position + 1 : queries.length));
  return queries.sequences * perSequence.reduce((sum, keys) => sum + keys, 0);
}

/** The rows of `count` ≥ 1 table entries, all of them used. */
export function tableRows(count: number): Rows {
  return { kind: "table", max: count, used: null };
}

/** The rows of whole sequences: every position from 0 to `length` − 1. */
export function sequenceRows(sequences: number, length: number): Rows {
  return {
    kind: "sequence",
    sequences,
    length,
    positions: Array.from({ length }, (_, position) => position),
  };
}
