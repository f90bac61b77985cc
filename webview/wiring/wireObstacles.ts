import type { Clamp } from "../../src/clamps/clamps.ts";
import { canonicalHeads } from "../../src/runs/comparison/canonicalHeads.ts";

/**
 * What a clamp takes from the experiments of a wire. `later`: nothing reads what the later head does. `earlier`: the
 * later head sees nothing of what the earlier one does. `attending`: where the earlier head attends is decided.
 * `blocked`: what its scores are makes no difference.
 */
export type WireObstacle = "later" | "earlier" | "attending" | "blocked";

/** A wire by its heads, as `L0H2` and `L1H3`, and their layers. */
export interface WireHeads {
  readonly layers: readonly [from: number, to: number];
  readonly earlier: string;
  readonly later: string;
}

/**
 * What one of an experiment's own clamps takes from the experiments that test a wire; null: nothing. What clamps do is
 * said in code that panels do not carry, so it is said here once more, kind by kind; a new kind does not compile until
 * it is said of it, too. A clamp that holds only for a time takes nothing, unless it would contradict another.
 * @param own all of the experiment's clamps
 */
export function wireObstacle(clamp: Clamp, own: readonly Clamp[], wire: WireHeads): WireObstacle | null {
  const [from, to] = wire.layers;
  const isAlways = clamp.when === undefined && (clamp.from ?? 0) === 0 && clamp.until === undefined;
  const whileAlways = (obstacle: WireObstacle | null): WireObstacle | null => (isAlways ? obstacle : null);
  switch (clamp.kind) {
    case "previous-token":
    case "block-previous-token":
    case "induction":
    case "match":
      return canonicalHeads(clamp.heads).includes(wire.earlier) ? "attending" : null;
    case "copy": {
      const [head = ""] = canonicalHeads([clamp.head]);
      const isRead = head === wire.later || layerOf(head) > to;
      return whileAlways(isRead ? null : "later");
    }
    case "perfect-layer-0":
      return whileAlways(from === 0 ? "earlier" : null);
    case "preserve": {
      const has = (what: (typeof clamp.what)[number]): boolean => clamp.what.includes(what);
      const isPatternKept = has("pattern") || (has("q") && has("k"));
      return whileAlways(isPatternKept && has("v") ? "earlier" : has("pattern") ? "blocked" : null);
    }
    case "ablate-embedding":
      return whileAlways(withoutTokens(own));
    case "graft-in":
      return whileAlways(cutAfter(clamp.throughLayer, wire));
    case "graft-out":
      return whileAlways(clamp.fromLayer <= to ? "later" : null);
    case "set":
      return ofSet(clamp, own, wire, isAlways && clamp.positions === undefined);
    case "ablate":
    case "temperature":
    case "labels-only":
      return null;
  }
}

/** Heads whose values a clamp sets, so that an ablation would contradict it; null where it sets those of a whole layer. */
export function valuesSet(
  clamp: Clamp,
): { readonly layer: number; readonly heads: readonly string[] | null } | null {
  const layer = clamp.kind === "set" ? /^blocks\.(\d+)\.attn\.hook_v$/.exec(clamp.site)?.[1] : undefined;
  if (clamp.kind !== "set" || layer === undefined) return null;
  return { layer: Number(layer), heads: clamp.heads === undefined ? null : canonicalHeads(clamp.heads) };
}

/** @param isWhole whether it holds always and at all positions */
function ofSet(
  { site, heads }: Extract<Clamp, { kind: "set" }>,
  own: readonly Clamp[],
  wire: WireHeads,
  isWhole: boolean,
): WireObstacle | null {
  const [from, to] = wire.layers;
  const layer = Number(/^blocks\.(\d+)\./.exec(site)?.[1] ?? Number.NaN);
  const name = site.replace(/^blocks\.\d+\.(attn\.)?/, "");
  const sets = (head: string): boolean =>
    layerOf(head) === layer && (heads === undefined || canonicalHeads(heads).includes(head));
  if ((name === "hook_pattern" || name === "hook_attn_scores") && sets(wire.earlier)) return "attending";
  if (!isWhole) return null;
  switch (name) {
    case "hook_v":
    case "hook_z":
      return sets(wire.later) ? "later" : sets(wire.earlier) ? "earlier" : null;
    case "hook_attn_out":
      return layer === to ? "later" : layer === from ? "earlier" : null;
    case "hook_resid_pre":
      return cutAfter(layer - 1, wire);
    case "hook_resid_mid":
    case "hook_resid_post":
      return cutAfter(layer, wire);
    case "ln1.hook_normalized":
      return layer === to ? "earlier" : null;
    case "hook_embed":
      return withoutTokens(own);
    case "ln_final.hook_normalized":
    case "logits":
      return "later";
    default:
      return null;
  }
}

/** Of a stream that is replaced after a layer. */
function cutAfter(layer: number, { layers: [from, to] }: WireHeads): WireObstacle | null {
  if (layer >= to) return "later";
  return layer >= from ? "earlier" : null;
}

/** Without embeddings heads have nothing to tell, unless something of a pass with them is preserved. */
function withoutTokens(own: readonly Clamp[]): WireObstacle | null {
  return own.some(({ kind }) => kind === "preserve") ? null : "later";
}

function layerOf(head: string): number {
  return Number(/^L(\d+)/.exec(head)?.[1] ?? Number.NaN);
}
