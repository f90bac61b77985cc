import * as z from "zod";
import type { ClampKind } from "./clampKind.ts";
import { filled, headMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema } from "./heads.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({ kind: z.literal("ablate"), heads: headsSchema, ...windowKeys })
  .describe("Heads whose values are zero: they write nothing.");

/** Ablation (paper, section 3): `hook_v` of the heads is zero at every position, so that they write nothing. */
export const ablate: ClampKind<typeof schema> = {
  title: "Ablate",
  schema,
  check: ({ heads }, shape) => checkHeads(heads, shape),
  claims: ({ heads }) => claimHeads(heads, "values"),
  rewrites: ({ heads }) =>
    [...headsByLayer(heads)].map(([layer, ablated]) => ({
      site: `blocks.${layer}.attn.hook_v`,
      rewrite: (value, trace) =>
        trace.graph.rows(
          { kind: "select", mask: headMask(value, (head) => ablated.has(head)) },
          value,
          filled(value, 0, trace),
        ),
    })),
  // That the values are zero is the clamp; that z is, is what it is for.
  effects: ({ heads }) =>
    [...headsByLayer(heads)].flatMap(([layer, ablated]) =>
      ["hook_v", "hook_z"].map((name) => ({
        site: `blocks.${layer}.attn.${name}`,
        expected: ({ head }) => (ablated.has(head) ? 0 : null),
      })),
    ),
};
