import * as z from "zod";
import type { ClampKind } from "./clampKind.ts";
import { filled, headMask } from "./clampKind.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({ kind: z.literal("ablate-embedding"), ...windowKeys })
  .describe("Token embeddings are zero: only what is preserved still tells of the tokens.");

/** Ablated embedding: `hook_embed` is zero at every position. */
export const ablateEmbedding: ClampKind<typeof schema> = {
  title: "Ablate embedding",
  schema,
  check: () => [],
  claims: () => [{ head: "the tokens", what: "embedding", path: ["kind"] }],
  rewrites: () => [
    {
      site: "hook_embed",
      rewrite: (value, trace) =>
        trace.graph.rows(
          { kind: "select", mask: headMask(value, () => true) },
          value,
          filled(value, 0, trace),
        ),
    },
  ],
  effects: () => [{ site: "hook_embed", expected: () => 0 }],
};
