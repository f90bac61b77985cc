import type { Graph } from "../graph.ts";
import type { Outputs } from "../rewrite.ts";
import { rewrite } from "../rewrite.ts";
import { columnCount, columnsKey } from "../shape.ts";
import type { PositionTable, RowsValue } from "../value.ts";
import { asRows } from "../value.ts";

/**
 * A selection that takes one operand everywhere is this operand, and the other need not be computed. To be applied when
 * values are left with the positions that are needed: a replaced query of the last block is then all that there is.
 */
export function dropUnselected(graph: Graph, outputs: Outputs): Outputs {
  return rewrite(outputs, (value, inputs) => {
    const rebuilt = graph.rebuild(value, inputs);
    if (rebuilt.operation.kind !== "select") return rebuilt;
    const kept = asRows(rebuilt.inputs[0]);
    const replacement = asRows(rebuilt.inputs[1]);
    const selected = selectedNumbers(rebuilt.operation.mask, kept);
    if (selected.every((number) => number === 0)) return kept;
    // A replacement that all heads share has fewer columns than the value.
    const isWhole = columnsKey(replacement.type.columns) === columnsKey(kept.type.columns);
    // How many rows a constant has may be known only from what else is computed on them.
    const isConstant = replacement.operation.kind === "constant";
    return isWhole && !isConstant && selected.every((number) => number === 1) ? replacement : rebuilt;
  });
}

/** The mask at the positions that a value has. */
function selectedNumbers({ perPosition, data }: PositionTable, { type }: RowsValue): number[] {
  if (!perPosition || type.rows.kind !== "sequence") return [...data];
  const width = columnCount(type.columns);
  return type.rows.positions.flatMap((position) => [
    ...data.subarray(position * width, (position + 1) * width),
  ]);
}
