import type { Graph } from "../graph.ts";
import type { Outputs } from "../rewrite.ts";
import { rewrite } from "../rewrite.ts";
import { columnCount, rowCount } from "../shape.ts";
import { countUses } from "../uses.ts";
import type { Value } from "../value.ts";
import { asMatrix, asRows } from "../value.ts";

/**
 * Where few queries look at many keys, it is cheaper to mix the block's input by each head's pattern and to project
 * the mixture once per query than to project every position: mix(pattern, x·W) becomes (pattern mixes x)·W, head by
 * head. Exact algebra; only done where nothing else needs x·W.
 */
export function mixBeforeProjecting(graph: Graph, outputs: Outputs): Outputs {
  const uses = countUses(outputs);
  return rewrite(outputs, (value, inputs) => {
    const rebuilt = graph.rebuild(value, inputs);
    const [pattern, v] = rebuilt.inputs;
    if (rebuilt.operation.kind !== "mix" || rebuilt.operation.scale !== 1) return rebuilt;
    if (pattern === undefined || v?.operation.kind !== "linear" || v.inputs.length !== 2) return rebuilt;
    if ((uses.get(value.inputs[1] ?? value) ?? 0) !== 1) return rebuilt;
    const x = asRows(v.inputs[0]);
    const W = asMatrix(v.inputs[1]);
    if (x.type.columns.kind !== "features" || !isCheaper(asRows(pattern), x, W)) return rebuilt;
    const { causal } = rebuilt.operation;
    return graph.apply({ kind: "head-linear" }, graph.apply({ kind: "mix-features", causal }, pattern, x), W);
  });
}

/** Compares multiplications; those of per-head features count double, for they reuse less of what they load. */
function isCheaper(pattern: Value, x: Value, W: Value): boolean {
  const patternType = asRows(pattern).type;
  const matrix = asMatrix(W).type;
  const queries = rowCount(patternType.rows);
  const from = columnCount(matrix.in);
  const to = columnCount(matrix.out);
  const projecting = rowCount(asRows(x).type.rows) * from * to;
  const mixing = queries * (columnCount(patternType.columns) * from + from * to);
  return 2 * mixing < projecting;
}
