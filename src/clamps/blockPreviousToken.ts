import * as z from "zod";
import type { ClampKind } from "./clampKind.ts";
import { filled, patternMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema } from "./heads.ts";
import { unattended } from "./unattended.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("block-previous-token"),
    heads: headsSchema,
    positions: z
      .enum(["all", "labels"])
      .default("all")
      .describe("Which tokens are kept from it: all, or only labels (from their exemplar)."),
    ...windowKeys,
  })
  .describe("Heads that cannot attend to the token before.");

/**
 * Blocked previous token (of the paper's published code): the score of (i, i − 1) in `hook_attn_scores` is −1e9 before
 * the softmax, for every i or for label tokens only, so that this head cannot become a previous-token head.
 */
export const blockPreviousToken: ClampKind<typeof schema> = {
  title: "Block previous token",
  schema,
  check: ({ heads }, shape) => checkHeads(heads, shape),
  claims: ({ heads }) => claimHeads(heads, "attention to the previous token"),
  rewrites: ({ heads, positions }) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_attn_scores`,
      rewrite: (value, trace) => {
        const mask = patternMask(
          value,
          (head, query, key) => clamped.has(head) && isBlocked(query, key, positions),
        );
        return trace.graph.rows({ kind: "select", mask }, value, filled(value, unattended, trace));
      },
    })),
  effects: ({ heads, positions }) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_attn_scores`,
      expected: ({ head, position, column: key }) =>
        clamped.has(head) && isBlocked(position, key, positions) ? unattended : null,
    })),
};

function isBlocked(query: number, key: number, positions: "all" | "labels"): boolean {
  // Labels stand at odd positions.
  return key === query - 1 && (positions === "all" || query % 2 === 1);
}
