import { canonicalHeads } from "./canonicalHeads.ts";
import type { AnyClamp, ModelSize } from "./describeClamp.ts";

/**
 * The heads that a clamp of any kind holds, each by its plain name: those that it names, and all of a layer where it
 * decides what every head of the layer computes or writes. Run folders may hold kinds that this version does not know.
 */
export function heldHeads(clamp: AnyClamp, model: ModelSize): readonly string[] {
  const named = namedHeads(clamp);
  return named.length > 0 ? named : heldLayers(clamp, model).flatMap((layer) => headsOf(layer, model));
}

function namedHeads({ heads, head }: AnyClamp): string[] {
  const names = [...(Array.isArray(heads) ? (heads as readonly unknown[]) : []), head];
  return canonicalHeads(names.filter((name) => typeof name === "string" && headName.test(name)) as string[]);
}

const headName = /^L\d{1,3}H\d{1,3}$/;
const siteOfHeads = /^blocks\.(\d+)\.attn\.hook_(?:q|k|v|rot_q|rot_k|attn_scores|pattern|z)$/;

function heldLayers(clamp: AnyClamp, { layers }: ModelSize): number[] {
  const all = Array.from({ length: layers }, (_, layer) => layer);
  switch (clamp.kind) {
    case "set": {
      const { site } = clamp;
      const held = typeof site === "string" ? siteOfHeads.exec(site)?.[1] : undefined;
      return held === undefined ? [] : all.filter((layer) => layer === Number(held));
    }
    case "perfect-layer-0":
      return all.slice(0, 1);
    case "preserve":
      return all;
    case "graft-in": {
      const { throughLayer } = clamp;
      return typeof throughLayer === "number" ? all.filter((layer) => layer <= throughLayer) : [];
    }
    case "graft-out": {
      const { fromLayer } = clamp;
      return typeof fromLayer === "number" ? all.filter((layer) => layer >= fromLayer) : [];
    }
    default:
      return [];
  }
}

function headsOf(layer: number, { heads }: ModelSize): string[] {
  return Array.from({ length: heads }, (_, head) => `L${layer}H${head}`);
}
