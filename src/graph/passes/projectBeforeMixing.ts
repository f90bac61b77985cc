import type { Graph } from "../graph.ts";
import type { Outputs } from "../rewrite.ts";
import { rewrite } from "../rewrite.ts";
import { columnCount, rowCount, visiblePairs } from "../shape.ts";
import { countUses } from "../uses.ts";
import { asMatrix, asRows } from "../value.ts";

/**
 * Where values are looked up in a small table, it is cheaper to apply W_O once to each row of the table than to what
 * every query has mixed: mix(pattern, gather(v, index))·W becomes mix(pattern, gather(v·W head by head, index)).
 * Exact algebra. Only for forward programs: the gradient would be scattered into a table as large as the saving.
 */
export function projectBeforeMixing(graph: Graph, outputs: Outputs): Outputs {
  const uses = countUses(outputs);
  return rewrite(outputs, (value, inputs) => {
    const rebuilt = graph.rebuild(value, inputs);
    const [z, W] = rebuilt.inputs;
    if (rebuilt.operation.kind !== "linear" || rebuilt.inputs.length !== 2) return rebuilt;
    if (z?.operation.kind !== "mix" || z.operation.scale !== 1 || uses.get(value.inputs[0] ?? value) !== 1) {
      return rebuilt;
    }
    const [pattern, looked] = z.inputs;
    if (pattern === undefined || looked?.operation.kind !== "gather") return rebuilt;
    const [v, index] = looked.inputs;
    const matrix = asMatrix(W);
    if (v === undefined || index === undefined || matrix.type.in.kind !== "heads") return rebuilt;

    const { rows } = asRows(pattern).type;
    const keys = visiblePairs(rows, z.operation.causal);
    const [from, to] = [columnCount(matrix.type.in), columnCount(matrix.type.out)];
    const before = rowCount(rows) * from * to + keys * from;
    const after = rowCount(asRows(v).type.rows) * from * to + keys * matrix.type.in.heads * to;
    // Projected heads stand side by side in a row, and are read sixteen features at a time.
    if (2 * after > before || to % 16 !== 0) return rebuilt;
    const projected = graph.apply({ kind: "project-heads" }, v, matrix);
    const { causal } = z.operation;
    return graph.apply(
      { kind: "mix-projected", causal },
      pattern,
      graph.apply({ kind: "gather" }, projected, index),
    );
  });
}
