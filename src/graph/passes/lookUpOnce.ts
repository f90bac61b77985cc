import type { Graph } from "../graph.ts";
import type { Outputs } from "../rewrite.ts";
import { rewrite } from "../rewrite.ts";

/**
 * A look-up in what was looked up is one look-up: gather(gather(table, i), j) becomes gather(table, i[j]). What is done
 * to each row alone can then be done in the table, once for both.
 */
export function lookUpOnce(graph: Graph, outputs: Outputs): Outputs {
  return rewrite(outputs, (value, inputs) => {
    const rebuilt = graph.rebuild(value, inputs);
    const [inner, at] = rebuilt.inputs;
    if (rebuilt.operation.kind !== "gather" || inner?.operation.kind !== "gather") return rebuilt;
    const [table, index] = inner.inputs;
    if (table === undefined || index === undefined || at === undefined) return rebuilt;
    return graph.apply({ kind: "gather" }, table, graph.apply({ kind: "compose" }, index, at));
  });
}
