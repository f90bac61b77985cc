import { Graph } from "../graph/graph.ts";
import type { ModelShape } from "../model/modelShape.ts";
import { declareInputs } from "../model/sequenceInputs.ts";
import type { Transformer } from "../model/transformer.ts";
import { traceTransformer } from "../model/transformer.ts";
import type { Clamp } from "./clamps.ts";
import { clampSites } from "./clamps.ts";

/** Traces a model under clamps, in a graph of its own. Throws a TypeError where a clamp would do nothing. */
export function traceClamped(
  shape: ModelShape,
  sequences: number,
  clamps: readonly Clamp[],
): { graph: Graph; model: Transformer } {
  const graph = new Graph();
  const inputs = declareInputs(graph, shape, sequences);
  const { site, verify } = clampSites(clamps, { graph, shape, inputs });
  const model = traceTransformer(graph, shape, inputs, site);
  verify();
  return { graph, model };
}
