import type { Graph } from "../graph.ts";
import type { Outputs } from "../rewrite.ts";
import { rewrite } from "../rewrite.ts";
import type { Rows } from "../shape.ts";
import { rowCount } from "../shape.ts";
import type { Value } from "../value.ts";
import { asIndex, asRows } from "../value.ts";

/**
 * What is done to each row alone is done once per row of a table, not once per look-up:
 * f(gather(table, index)) becomes gather(f(table), index), where the table has fewer rows than the index.
 */
export function computeBeforeGathering(graph: Graph, outputs: Outputs): Outputs {
  return rewrite(outputs, (value, inputs) => {
    const rebuilt = graph.rebuild(value, inputs);
    const operands = rowwiseOperands(rebuilt);
    if (operands.length === 0) return rebuilt;
    const [first] = operands.map((operand) => rebuilt.inputs[operand]);
    if (first?.operation.kind !== "gather") return rebuilt;
    const table = asRows(first.inputs[0]);
    const index = asIndex(first.inputs[1]);
    if (mostRows(table.type.rows) > rowCount(index.type.rows)) return rebuilt;
    const onTables = rebuilt.inputs.map((input, operand) => {
      if (!operands.includes(operand)) return input;
      if (input.operation.kind === "constant" && !input.operation.table.perPosition) {
        const { columns } = asRows(input).type;
        return graph.constant(input.operation.table, table.type.rows, columns);
      }
      return input.operation.kind === "gather" && input.inputs[1] === index ? input.inputs[0] : undefined;
    });
    if (!onTables.every((input) => input !== undefined)) return rebuilt;
    return graph.apply({ kind: "gather" }, graph.rebuild(rebuilt, onTables), index);
  });
}

/** Rows of a table, not counting the few that are there whether used or not: the rest is there because it is looked up. */
function mostRows(rows: Rows): number {
  return rowCount(rows) - (rows.kind === "table" && rows.used !== null ? rows.used.offset : 0);
}

/** The operands whose row i alone makes row i of the result, whatever its position; none where there is no such. */
function rowwiseOperands(value: Value): number[] {
  switch (value.operation.kind) {
    case "linear":
    case "layer-norm":
    case "gelu":
    case "scale":
      return [0];
    case "combine":
      return [0, 1];
    case "select":
      return value.operation.mask.perPosition ? [] : [0, 1];
    default:
      return [];
  }
}
