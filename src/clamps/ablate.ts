import { z } from "zod";
import type { ClampKind } from "./clampKind.ts";
import { headMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema } from "./heads.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({ kind: z.literal("ablate"), heads: headsSchema, ...windowKeys })
  .describe("Heads whose values are zero: they write nothing.");

/** Ablation (paper, section 3): `hook_v` of the heads is zero at every position, so that they write nothing. */
export const ablate: ClampKind<typeof schema> = {
  schema,
  check: ({ heads }, shape) => checkHeads(heads, shape),
  claims: ({ heads }) => claimHeads(heads, "values"),
  rewrites: ({ heads }) =>
    [...headsByLayer(heads)].map(([layer, ablated]) => ({
      site: `blocks.${layer}.attn.hook_v`,
      rewrite: (value, { graph }) => {
        const { rows, columns } = value.type;
        const size = columns.kind === "heads" ? columns.size : 0;
        const table = { perPosition: false, data: new Float32Array(size) };
        const zero = graph.constant(table, rows, { kind: "features", size });
        return graph.rows(
          { kind: "select", mask: headMask(value, (head) => ablated.has(head)) },
          value,
          zero,
        );
      },
    })),
};
