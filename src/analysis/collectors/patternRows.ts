import type { Graph } from "../../graph/graph.ts";
import type { RowsValue } from "../../graph/value.ts";
import type { Transformer } from "../../model/transformer.ts";

/** The rows of a layer's attention pattern at some positions: [sequences · positions, heads, keys]. */
export function patternRows(
  graph: Graph,
  model: Transformer,
  layer: number,
  positions: readonly number[],
): RowsValue {
  const pattern = model.sites.get(`blocks.${layer}.attn.hook_pattern`);
  if (pattern === undefined) throw new TypeError(`no pattern in layer ${layer}`);
  return graph.rows({ kind: "take", positions }, pattern);
}
