import { Graph } from "../graph/graph.ts";
import type { Outputs } from "../graph/rewrite.ts";
import { rewrite } from "../graph/rewrite.ts";

/**
 * Puts forward programs into one graph, in which everything that they have in common is computed once. `programs`:
 * outputs by name, each name in one program only.
 */
export function mergePrograms(programs: readonly Outputs[]): { graph: Graph; outputs: Outputs } {
  const graph = new Graph();
  const outputs = programs.map((program) =>
    rewrite(program, (value, inputs) => graph.rebuild(value, inputs)),
  );
  return { graph, outputs: Object.assign({}, ...outputs) as Outputs };
}
