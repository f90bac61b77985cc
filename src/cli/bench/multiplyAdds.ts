import type { Columns } from "../../graph/shape.ts";
import { columnCount, rowCount, visiblePairs } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { asMatrix, asRows } from "../../graph/value.ts";

/**
 * Multiply-adds of the matrix and attention products that compute `values` (every node of a program, as `reachable`
 * lists them). `usedRows`: how many distinct entries an index list has, for rows that are counted at run time. Counted
 * are the columns that exist, not those that pad them, and of causal attention the visible keys only. Norms, softmax,
 * rotations, sums and the optimizer are not counted.
 */
export function multiplyAdds(values: readonly Value[], usedRows: (index: Value) => number): number {
  return values.reduce((sum, value) => sum + ofValue(value, usedRows), 0);
}

function ofValue(value: Value, usedRows: (index: Value) => number): number {
  const { operation, inputs } = value;
  const [a, b] = inputs;
  switch (operation.kind) {
    // rows × in × out; with heads, each head's columns come from its own features, which is as many.
    case "linear":
    case "linear-transposed":
    case "head-linear":
    case "head-linear-transposed":
      return rowsOf(a, usedRows) * sizeOf(b);
    case "outer":
    case "head-outer":
      return rowsOf(a, usedRows) * sizeOf(value);
    // visible pairs × heads × features of a head
    case "scores":
    case "feature-scores":
      return visiblePairs(asRows(a).type.rows, operation.causal) * headsOf(value) * perHead(b);
    case "mix":
    case "mix-transposed":
    case "mix-features":
      return visiblePairs(asRows(a).type.rows, operation.causal) * headsOf(a) * perHead(b);
    case "mix-features-transposed":
      return visiblePairs(asRows(a).type.rows, operation.causal) * headsOf(a) * perHead(value);
    default:
      return 0;
  }
}

function rowsOf(value: Value | undefined, usedRows: (index: Value) => number): number {
  const { rows } = asRows(value).type;
  if (rows.kind === "table" && rows.used !== null) return rows.used.offset + usedRows(rows.used.index);
  return rowCount(rows);
}

function sizeOf(value: Value | undefined): number {
  const { type } = asMatrix(value);
  return columnCount(type.in) * columnCount(type.out);
}

function columnsOf(value: Value | undefined): Columns {
  return asRows(value).type.columns;
}

function headsOf(value: Value | undefined): number {
  const columns = columnsOf(value);
  return columns.kind === "heads" ? columns.heads : 1;
}

function perHead(value: Value | undefined): number {
  return columnsOf(value).size;
}
