import type { Graph } from "./graph.ts";
import { computeBeforeGathering } from "./passes/computeBeforeGathering.ts";
import { computeNeededPositionsOnly } from "./passes/computeNeededPositionsOnly.ts";
import { computeUsedRowsOnly } from "./passes/computeUsedRowsOnly.ts";
import { mixBeforeProjecting } from "./passes/mixBeforeProjecting.ts";
import type { Outputs } from "./rewrite.ts";

/** The passes in the order they are applied: each is exact algebra, and each can be left out without harm. */
export const passes: readonly ((graph: Graph, outputs: Outputs) => Outputs)[] = [
  computeUsedRowsOnly,
  computeBeforeGathering,
  computeNeededPositionsOnly,
  mixBeforeProjecting,
];

/** The same forward program with less work in it. Differentiate afterwards: the gradient inherits the savings. */
export function optimise(graph: Graph, outputs: Outputs): Outputs {
  return passes.reduce((program, pass) => pass(graph, program), outputs);
}
