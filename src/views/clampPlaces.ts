import type { AnyClamp, ModelSize } from "../runs/comparison/describeClamp.ts";
import { heldHeads } from "../runs/comparison/heldHeads.ts";

/** Where a clamp acts in the Architecture view. */
export interface ClampPlaces {
  /** As `L1H3`. */
  readonly heads: readonly string[];
  /** Ids of what else it holds: `embed`, `blocks.0`, `ln_final`, `unembed`. */
  readonly parts: readonly string[];
}

/** The heads and parts of a model that a clamp of any kind holds. Run folders may hold kinds that this version does not know. */
export function clampPlaces(clamp: AnyClamp, model: ModelSize): ClampPlaces {
  const parts = partsOf(clamp, model);
  // A layer that is held as a whole is marked as one.
  const isOfLayers = parts.some((part) => part.startsWith("blocks."));
  return { heads: isOfLayers ? [] : heldHeads(clamp, model), parts };
}

function partsOf(clamp: AnyClamp, { layers }: ModelSize): string[] {
  const blocks = (first: number, last: number) =>
    Array.from(
      { length: Math.max(0, Math.min(last, layers - 1) - first + 1) },
      (_, at) => `blocks.${first + at}`,
    );
  switch (clamp.kind) {
    case "copy":
      return ["unembed"];
    case "perfect-layer-0":
      return blocks(0, 0);
    case "preserve":
      return blocks(0, layers - 1);
    case "ablate-embedding":
      return ["embed"];
    case "graft-in": {
      const { throughLayer } = clamp;
      return typeof throughLayer === "number" ? ["embed", ...blocks(0, throughLayer)] : [];
    }
    case "graft-out": {
      const { fromLayer } = clamp;
      return typeof fromLayer === "number" ? [...blocks(fromLayer, layers - 1), "ln_final", "unembed"] : [];
    }
    case "set":
      return partsOfSite(clamp["site"]);
    default:
      return [];
  }
}

/** A site that has heads is marked on these. */
function partsOfSite(site: unknown): string[] {
  if (typeof site !== "string") return [];
  const block = /^blocks\.\d+(?=\.)/.exec(site)?.[0];
  if (block !== undefined) return siteOfHeads.test(site) ? [] : [block];
  if (site === "logits") return ["unembed"];
  return site.startsWith("ln_final.") ? ["ln_final"] : ["embed"];
}

const siteOfHeads = /^blocks\.\d+\.attn\.hook_(?:q|k|v|rot_q|rot_k|attn_scores|pattern|z)$/;
