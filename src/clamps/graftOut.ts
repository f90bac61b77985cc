import * as z from "zod";
import type { ClampKind, Trace } from "./clampKind.ts";
import { checkpointSchema } from "./checkpointReference.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("graft-out"),
    checkpoint: checkpointSchema,
    fromLayer: z
      .int()
      .min(1)
      .max(15)
      .describe("The first layer that is the other model's, with all after it and the unembedding."),
    ...windowKeys,
  })
  .describe("The last layers are another model's, as they were in a checkpoint.");

/**
 * Graft out (of the paper's published code): `logits` are those of the model in the checkpoint, under its own clamps,
 * with this model's residual stream in front of the layer. The other model's weights are fixed; the gradient flows
 * through them.
 */
export const graftOut: ClampKind<typeof schema> = {
  title: "Graft out",
  schema,
  isBackground: true,
  check: ({ fromLayer }, { layers }) =>
    fromLayer < layers
      ? []
      : [
          {
            path: ["fromLayer"],
            message:
              layers === 1
                ? "expected a model with more than one layer"
                : `expected a layer after the first that the model has (1 to ${layers - 1}), got ${fromLayer}`,
          },
        ],
  claims: () => [{ head: "the model", what: "logits", path: ["kind"] }],
  rewrites: ({ checkpoint, fromLayer }) => [
    {
      site: "logits",
      rewrite: (value, trace) => grafted(checkpoint, fromLayer, trace) ?? value,
    },
  ],
  // There is nothing else that would tell what the other model computes.
  effects: () => [],
};

function grafted(checkpoint: string, fromLayer: number, trace: Trace) {
  const site = `blocks.${fromLayer - 1}.hook_resid_post`;
  const own = trace.sites.get(site);
  if (own === undefined) throw new TypeError(`there is no ${site}`);
  const donor = trace.donor(checkpoint, (name, value) => (name === site ? own : value));
  trace.adopt(donor.sites, (layer) => layer >= fromLayer);
  return donor.sites.get("logits");
}
