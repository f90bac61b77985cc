import * as z from "zod";
import type { PositionTable } from "../graph/value.ts";
import type { ClampKind, ClampProblem } from "./clampKind.ts";
import { patternMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema, parseHead } from "./heads.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("previous-token"),
    heads: headsSchema,
    strength: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe("Attention on the token before; the rest is on the token itself."),
    positions: z
      .enum(["all", "labels"])
      .default("all")
      .describe("Which tokens attend so: all, or only labels (to their exemplar)."),
    ...windowKeys,
  })
  .describe("Heads that attend to the token before.");

/**
 * Previous-token pattern (paper, section 4): row i of `hook_pattern` is `strength` on i − 1 and 1 − `strength` on i;
 * row 0 is on itself. With positions "labels" only the rows of label tokens are replaced; in the last layer nothing
 * reads these, so there it is refused.
 */
export const previousToken: ClampKind<typeof schema> = {
  title: "Previous-token pattern",
  schema,
  check: ({ heads, positions }, shape) => [
    ...checkHeads(heads, shape),
    ...(positions === "labels" ? checkReaders(heads, shape.layers) : []),
  ],
  claims: ({ heads }) => [
    ...claimHeads(heads, "pattern"),
    ...claimHeads(heads, "attention to the previous token"),
  ],
  rewrites: ({ heads, strength, positions }) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_pattern`,
      rewrite: (value, { graph }) => {
        const { rows, columns } = value.type;
        const length = columns.kind === "heads" ? columns.size : 0;
        // Labels stand at odd positions.
        const isReplaced = (query: number) => positions === "all" || query % 2 === 1;
        const mask = patternMask(value, (head, query) => clamped.has(head) && isReplaced(query));
        const replacement = graph.constant(previousTokenPattern(length, strength), rows, {
          kind: "features",
          size: length,
        });
        return graph.rows({ kind: "select", mask }, value, replacement);
      },
    })),
  effects: ({ heads, strength, positions }) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_pattern`,
      expected: ({ head, position, column: key }) => {
        if (!clamped.has(head) || (positions === "labels" && position % 2 === 0)) return null;
        if (position === 0) return key === 0 ? 1 : 0;
        if (key === position - 1) return strength;
        return key === position ? 1 - strength : 0;
      },
    })),
};

/** float32 [length, length]: the pattern that every clamped head has. */
function previousTokenPattern(length: number, strength: number): PositionTable {
  const data = new Float32Array(length * length);
  for (let query = 0; query < length; query++) {
    data[query * length + query] = query === 0 ? 1 : 1 - strength;
    if (query > 0) data[query * length + query - 1] = strength;
  }
  return { perPosition: true, data };
}

function checkReaders(heads: readonly string[], layers: number): ClampProblem[] {
  return heads.flatMap((name, place) => {
    if (parseHead(name)?.layer !== layers - 1) return [];
    const message = `${name} is in the last layer, where nothing reads what label tokens attend to: expected positions "all"`;
    return [{ path: ["heads", place], message }];
  });
}
