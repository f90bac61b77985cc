import * as z from "zod";
import type { Claim, ClampKind, Effect } from "./clampKind.ts";
import { windowKeys } from "./window.ts";

const choices = ["pattern", "v", "q", "k"] as const;

const schema = z
  .strictObject({
    kind: z.literal("preserve"),
    what: z
      .array(z.enum(choices))
      .min(1, { error: "expected at least one of pattern, v, q, k" })
      .describe("What stays as it is without clamps, in every layer: pattern, v, q, k."),
    ...windowKeys,
  })
  .describe("Activations stay what they are without clamps, while others are clamped.");

/** What other clamps decide of a head instead. */
const claims: Readonly<Record<(typeof choices)[number], string>> = {
  pattern: "pattern",
  v: "values",
  q: "queries",
  k: "keys",
};

/**
 * Preserve (paper, appendix E): a first pass without any clamp gives `hook_pattern`, `hook_v`, `hook_q` or `hook_k` of
 * every layer, and the clamped pass sees these, whatever other clamps do to what they would be computed from. A clamp of
 * the same activation acts on top. The gradient flows through both passes.
 */
export const preserve: ClampKind<typeof schema> = {
  title: "Preserve",
  schema,
  isBackground: true,
  check: ({ what }) =>
    what.flatMap((one, place) =>
      what.indexOf(one) < place ? [{ path: ["what", place], message: `${one} is named twice` }] : [],
    ),
  claims: ({ what }) =>
    what.map((one, place) => ({
      head: "all heads",
      what: `preserved ${claims[one]}`,
      path: ["what", place],
    })),
  rewrites: ({ what }, { layers }) =>
    sites(what, layers).map(({ site }) => ({
      site,
      rewrite: (value, trace) => trace.clean().get(site) ?? value,
    })),
  effects: ({ what }, { layers }, claimed) =>
    sites(what, layers).map(({ site, layer, one }) => effect(site, layer, claims[one], claimed)),
};

function sites(what: readonly (typeof choices)[number][], layers: number) {
  return what.flatMap((one) =>
    Array.from({ length: layers }, (_, layer) => ({
      site: `blocks.${layer}.attn.hook_${one}`,
      layer,
      one,
    })),
  );
}

function effect(site: string, layer: number, what: string, claimed: readonly Claim[]): Effect {
  const isOthers = (head: number) =>
    claimed.some((claim) => claim.head === `L${layer}H${head}` && claim.what === what);
  const reads = [{ pass: "clean", site }] as const;
  return {
    site,
    reads,
    expected: (place, _seen, read) => (isOthers(place.head) ? null : read(reads[0], place)),
  };
}
