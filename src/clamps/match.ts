import * as z from "zod";
import { queryPosition } from "../model/modelShape.ts";
import type { ClampKind } from "./clampKind.ts";
import { patternMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema } from "./heads.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("match"),
    heads: headsSchema,
    temperature: z
      .number()
      .min(0)
      .max(1e6)
      .default(0)
      .describe("How sharply the more alike is preferred; 0: all attention on the label of the most alike."),
    ...windowKeys,
  })
  .describe("Heads whose query attends to labels by how alike their exemplars are to it.");

/**
 * Match by similarity (of the paper's published code): the query's row of `hook_pattern` is softmax(cos(x_pair,
 * x_query) / temperature) on the label tokens and 0 elsewhere, x being the exemplars' features, before any embedding.
 * At temperature 0 it is the arg-max, shared evenly by exemplars that are equally alike.
 */
export const match: ClampKind<typeof schema> = {
  title: "Match by similarity",
  schema,
  check: ({ heads }, shape) => checkHeads(heads, shape),
  claims: ({ heads }) => claimHeads(heads, "pattern"),
  rewrites: ({ heads, temperature }) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_pattern`,
      rewrite: (value, { graph, shape, inputs }) => {
        const mask = patternMask(value, (head, query) => clamped.has(head) && query === queryPosition(shape));
        const row = inputs.similar(temperature);
        return graph.rows({ kind: "select", mask }, value, graph.rows({ kind: "spread" }, row));
      },
    })),
  effects: ({ heads, temperature }, shape) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_pattern`,
      expected: ({ sequence, position, head, column: key }, { batch, similarities }) => {
        if (!clamped.has(head) || position !== queryPosition(shape)) return null;
        return key % 2 === 0 ? 0 : similarities.weights(batch, sequence, temperature)[(key - 1) / 2]!;
      },
    })),
};
