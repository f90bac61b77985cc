import { Graph } from "../graph/graph.ts";
import type { RowsValue } from "../graph/value.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { SequenceInputs } from "../model/sequenceInputs.ts";
import { declareInputs } from "../model/sequenceInputs.ts";
import type { Site, Transformer } from "../model/transformer.ts";
import { traceTransformer } from "../model/transformer.ts";
import { adoptLayers } from "./adoptLayers.ts";
import type { Trace } from "./clampKind.ts";
import type { Clamp } from "./clamps.ts";
import { clampSites } from "./clamps.ts";
import type { Donors } from "./donor.ts";
import { noDonors } from "./donor.ts";

/** A model traced under clamps. */
export interface ClampedModel {
  readonly graph: Graph;
  /** Its activations are those of the layers that it goes on with: of a graft, the other model's. */
  readonly model: Transformer;
  /** The activations of all its own layers, also of those in whose place a graft is. */
  readonly own: ReadonlyMap<string, RowsValue>;
  /** All activations of a pass of the same model without clamps. */
  readonly clean: () => ReadonlyMap<string, RowsValue>;
}

/** Traces a model under clamps, in a graph of its own. Throws a TypeError where a clamp would do nothing. */
export function traceClamped(
  shape: ModelShape,
  sequences: number,
  clamps: readonly Clamp[],
  donors: Donors = noDonors,
): ClampedModel {
  const graph = new Graph();
  const inputs = declareInputs(graph, shape, sequences);
  return { graph, ...tracePass({ graph, shape, inputs, donors }, clamps) };
}

/** What all passes of one program share. */
interface Program {
  readonly graph: Graph;
  readonly shape: ModelShape;
  readonly inputs: SequenceInputs;
  readonly donors: Donors;
}

function tracePass(
  program: Program,
  clamps: readonly Clamp[],
  weights: { readonly fixed?: string } = {},
  last: Site = (_, value) => value,
): Omit<ClampedModel, "graph"> {
  const { graph, shape, inputs, donors } = program;
  const sites = new Map<string, RowsValue>();
  let unclamped: ReadonlyMap<string, RowsValue> | null = null;
  // What the passes have in common is the same nodes of the graph, and is computed once.
  const clean = () => (unclamped ??= traceTransformer(graph, shape, inputs, weights).sites);
  const donor = (checkpoint: string, graft?: Site): Transformer => {
    const { model, clamps: own, prefix } = donors(checkpoint);
    return tracePass({ ...program, shape: { ...shape, ...model } }, own, { fixed: prefix }, graft).model;
  };
  const adoptions: Parameters<Trace["adopt"]>[] = [];
  const adopt: Trace["adopt"] = (...adoption) => {
    adoptions.push(adoption);
  };
  const { site, verify } = clampSites(clamps, { graph, shape, inputs, sites, clean, donor, adopt });
  const clamp: Site = (name, value) => last(name, site(name, value));
  const model = traceTransformer(graph, shape, inputs, { ...weights, sites, clamp });
  verify();
  const shown = new Map(sites);
  for (const adoption of adoptions) adoptLayers(shown, ...adoption);
  return { model: { ...model, sites: shown }, own: sites, clean };
}
