import * as z from "zod";
import { queryPosition } from "../model/modelShape.ts";
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

/**
 * Head temperature (of the paper's published code): `hook_attn_scores` of the heads is divided by the temperature at
 * all positions. Clamps of single scores act on top.
 */
export const temperature: ClampKind<typeof schema> = {
  title: "Temperature",
  schema,
  isBackground: true,
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
      // Other clamps may replace some of these scores, and only those.
      const query = queryPosition(shape);
      const isOwn = (head: number, position: number, key: number) =>
        !claimed.some(
          (claim) =>
            claim.head === `L${layer}H${head}` &&
            ((claim.what === "attention to the previous token" && key === position - 1) ||
              (claim.what === "attention to exemplars" && position === query && key % 2 === 0)),
        );
      return {
        site: `${at}.hook_attn_scores`,
        reads: [
          { pass: "clamped", site: q },
          { pass: "clamped", site: k },
        ],
        expected: (place, _seen, read) => {
          const { position, head, column: key } = place;
          if (!clamped.has(head) || (shape.causal && key > position)) return null;
          if (!isOwn(head, position, key)) return null;
          return products(place, read).reduce((sum, product) => sum + product, 0);
        },
        magnitude: (place, read) =>
          products(place, read).reduce((sum, product) => sum + Math.abs(product), 0),
      };
    }),
};
