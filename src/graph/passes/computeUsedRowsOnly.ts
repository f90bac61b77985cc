import type { Graph } from "../graph.ts";
import type { Outputs } from "../rewrite.ts";
import { rewrite } from "../rewrite.ts";
import { rowCount } from "../shape.ts";
import type { IndexValue, RowsValue } from "../value.ts";
import { asIndex, asRows } from "../value.ts";

/**
 * A look-up in a table whose second part is computed row by row from an input (a vocabulary of exemplar embeddings)
 * needs only the rows that are looked up, each once: gather(concat(fixed, f(rows)), index) becomes
 * gather(concat(fixed, f(gather(rows, used(index)))), renumbered(index)).
 */
export function computeUsedRowsOnly(graph: Graph, outputs: Outputs): Outputs {
  return rewrite(outputs, (value, inputs) => {
    const rebuilt = graph.rebuild(value, inputs);
    const [table, index] = rebuilt.inputs;
    if (rebuilt.operation.kind !== "gather" || table?.operation.kind !== "concat") return rebuilt;
    const fixed = asRows(table.inputs[0]);
    const numbers = asIndex(index);
    // Made first: a runtime finds both lists at once, before either is used.
    const renumbered = graph.apply({ kind: "renumbered", fixed: rowCount(fixed.type.rows) }, numbers);
    const restricted = restrictRows(graph, asRows(table.inputs[1]), numbers, rowCount(fixed.type.rows));
    if (restricted === null) return rebuilt;
    return graph.apply({ kind: "gather" }, graph.apply({ kind: "concat" }, fixed, restricted), renumbered);
  });
}

/** The same computation on the used rows of its input; null where it is not row by row, or where all may be used. */
function restrictRows(graph: Graph, value: RowsValue, index: IndexValue, fixed: number): RowsValue | null {
  const { operation } = value;
  if (operation.kind === "input") {
    const table = rowCount(value.type.rows);
    const distinct = index.operation.kind === "index-input" ? index.operation.distinct : Infinity;
    const max = Math.min(table, distinct, rowCount(index.type.rows));
    return graph.rows({ kind: "gather" }, value, graph.apply({ kind: "used", fixed, max, table }, index));
  }
  if (operation.kind !== "linear" && operation.kind !== "layer-norm" && operation.kind !== "gelu")
    return null;
  const input = restrictRows(graph, asRows(value.inputs[0]), index, fixed);
  return input === null ? null : asRows(graph.rebuild(value, [input, ...value.inputs.slice(1)]));
}
