import * as z from "zod";
import { queryPosition } from "../model/modelShape.ts";
import type { CheckedShape, ClampKind, ClampProblem, SeenSequences } from "./clampKind.ts";
import { patternMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema } from "./heads.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("induction"),
    heads: headsSchema,
    strength: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe("Attention on the label that goes with the query; the rest is on the other labels."),
    ...windowKeys,
  })
  .describe("Heads whose query attends to the label of the example that it matches.");

/**
 * Induction pattern (paper, section 4): the query's row of `hook_pattern` is `strength` on the label tokens of the
 * matching pairs and 1 − `strength` on the other label tokens, shared evenly; 0 elsewhere. Refused where that is not a
 * pattern: when no pair matches the query, and when all do but `strength` is below 1.
 */
export const induction: ClampKind<typeof schema> = {
  title: "Induction pattern",
  schema,
  check: ({ heads, strength }, shape) => [...checkHeads(heads, shape), ...checkTokens(strength, shape)],
  claims: ({ heads }) => claimHeads(heads, "pattern"),
  rewrites: ({ heads, strength }) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_pattern`,
      rewrite: (value, { graph, shape, inputs }) => {
        const mask = patternMask(value, (head, query) => clamped.has(head) && query === queryPosition(shape));
        const weights = { kind: "combine", alpha: strength, beta: 1 - strength } as const;
        const row = graph.rows(weights, inputs.match, inputs.other);
        return graph.rows({ kind: "select", mask }, value, graph.rows({ kind: "spread" }, row));
      },
    })),
  effects: ({ heads, strength }, shape) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_pattern`,
      expected: ({ sequence, position, head, column }, seen) =>
        clamped.has(head) && position === queryPosition(shape)
          ? attentionOn(column, sequence, strength, seen)
          : null,
    })),
};

/** The query's attention on a key. A pair matches if its label is the target. */
function attentionOn(
  key: number,
  sequence: number,
  strength: number,
  { batch: { pairs, labels } }: SeenSequences,
): number {
  const isLabel = key % 2 === 1;
  if (!isLabel) return 0;
  const [first, last] = [sequence * (pairs + 1), (sequence + 1) * (pairs + 1) - 1];
  const context = labels.subarray(first, last);
  const target = labels[last];
  const matches = context.filter((label) => label === target).length;
  return context[(key - 1) / 2] === target ? strength / matches : (1 - strength) / (pairs - matches);
}

function checkTokens(strength: number, { pairs, matchingPairs }: CheckedShape): ClampProblem[] {
  if (matchingPairs === 0) {
    return [{ path: ["kind"], message: "no pair matches the query, because data.support is false" }];
  }
  if (matchingPairs < pairs || strength === 1) return [];
  const message = `expected 1, got ${strength}: every pair matches the query, so no other label takes the rest`;
  return [{ path: ["strength"], message }];
}
