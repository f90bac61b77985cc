import * as z from "zod";
import type { ClampKind, EffectPlace, Read } from "./clampKind.ts";
import { headMask } from "./clampKind.ts";
import { checkHeads, claimHeads, headsByLayer, headsSchema } from "./heads.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("temperature"),
    heads: headsSchema,
    temperature: z
      .number()
      .positive()
      .max(1e6)
      .describe("What scores are divided by: below 1 the head attends more sharply, above 1 more evenly."),
    ...windowKeys,
  })
  .describe("Heads whose scores are divided by a temperature.");

/** Head temperature (of the paper's published code): `hook_attn_scores` of the heads is divided by the temperature at all positions. */
export const temperature: ClampKind<typeof schema> = {
  title: "Temperature",
  schema,
  check: ({ heads }, shape) => checkHeads(heads, shape),
  claims: ({ heads }) => claimHeads(heads, "temperature"),
  rewrites: ({ heads, temperature: divisor }) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => ({
      site: `blocks.${layer}.attn.hook_attn_scores`,
      rewrite: (value, { graph }) =>
        graph.rows(
          { kind: "select", mask: headMask(value, (head) => clamped.has(head)) },
          value,
          graph.apply({ kind: "scale", alpha: 1 / divisor }, value),
        ),
    })),
  effects: ({ heads, temperature: divisor }, shape, claimed) =>
    [...headsByLayer(heads)].map(([layer, clamped]) => {
      const at = `blocks.${layer}.attn`;
      const [q, k] = [`${at}.hook_rot_q`, `${at}.hook_rot_k`];
      const size = shape.width / shape.heads;
      const products = ({ sequence, position, head, column: key }: EffectPlace, read: Read): number[] =>
        Array.from({ length: size }, (_, column) => {
          const ofQuery = read({ pass: "clamped", site: q }, { sequence, position, head, column });
          const ofKey = read({ pass: "clamped", site: k }, { sequence, position: key, head, column });
          return (ofQuery * ofKey) / Math.sqrt(size) / divisor;
        });
      // Other clamps may replace some of these scores.
      const isOwn = (head: number) =>
        claimed.every(
          (claim) => claim.head !== `L${layer}H${head}` || !claim.what.startsWith("attention to"),
        );
      return {
        site: `${at}.hook_attn_scores`,
        reads: [
          { pass: "clamped", site: q },
          { pass: "clamped", site: k },
        ],
        expected: (place, _seen, read) => {
          const { position, head, column: key } = place;
          if (!clamped.has(head) || !isOwn(head) || (shape.causal && key > position)) return null;
          return products(place, read).reduce((sum, product) => sum + product, 0);
        },
        magnitude: (place, read) =>
          products(place, read).reduce((sum, product) => sum + Math.abs(product), 0),
      };
    }),
};
