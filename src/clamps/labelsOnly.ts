import * as z from "zod";
import { queryPosition } from "../model/modelShape.ts";
import type { ClampKind } from "./clampKind.ts";
import { filled, patternMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema } from "./heads.ts";
import { unattended } from "./unattended.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({ kind: z.literal("labels-only"), heads: headsSchema, ...windowKeys })
  .describe("Heads whose query attends to labels only.");

/**
 * Labels only (of the paper's published code): in the query's row of `hook_attn_scores`, the scores of exemplar
 * tokens, the query's own included, are −1e9 before the softmax. Which label is attended to is still the head's.
 */
export const labelsOnly: ClampKind<typeof schema> = {
  title: "Labels only",
  schema,
  check: ({ heads }, shape) => checkHeads(heads, shape),
  claims: ({ heads }) => claimHeads(heads, "attention to exemplars"),
  rewrites: ({ heads }, shape) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_attn_scores`,
      rewrite: (value, trace) => {
        const mask = patternMask(
          value,
          (head, query, key) => clamped.has(head) && query === queryPosition(shape) && key % 2 === 0,
        );
        return trace.graph.rows({ kind: "select", mask }, value, filled(value, unattended, trace));
      },
    })),
  effects: ({ heads }, shape) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_attn_scores`,
      expected: ({ head, position, column: key }) =>
        clamped.has(head) && position === queryPosition(shape) && key % 2 === 0 ? unattended : null,
    })),
};
