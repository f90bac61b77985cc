import type { Graph } from "./graph.ts";
import { computeBeforeGathering } from "./passes/computeBeforeGathering.ts";
import { computeNeededPositionsOnly } from "./passes/computeNeededPositionsOnly.ts";
import { computeUsedRowsOnly } from "./passes/computeUsedRowsOnly.ts";
import { dropUnselected } from "./passes/dropUnselected.ts";
import { lookUpOnce } from "./passes/lookUpOnce.ts";
import { mixBeforeProjecting } from "./passes/mixBeforeProjecting.ts";
import { projectBeforeMixing } from "./passes/projectBeforeMixing.ts";
import type { Outputs } from "./rewrite.ts";

/** Rewrites a forward program into an equal one. */
export type Pass = (graph: Graph, outputs: Outputs) => Outputs;

/** The passes in the order they are applied: each is exact algebra, and each can be left out without harm. */
export const passes: readonly Pass[] = [
  computeUsedRowsOnly,
  lookUpOnce,
  computeBeforeGathering,
  computeNeededPositionsOnly,
  dropUnselected,
  mixBeforeProjecting,
];

/** The passes for programs that are not differentiated. */
export const forwardPasses: readonly Pass[] = [...passes, projectBeforeMixing];

/** The same forward program with less work in it. Differentiate afterwards: the gradient inherits the savings. */
export function optimise(graph: Graph, outputs: Outputs, applied: readonly Pass[] = passes): Outputs {
  return applied.reduce((program, pass) => pass(graph, program), outputs);
}
