import * as z from "zod";
import type { ClampKind } from "./clampKind.ts";
import { checkpointSchema } from "./checkpointReference.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({
    kind: z.literal("graft-in"),
    checkpoint: checkpointSchema,
    throughLayer: z
      .int()
      .min(0)
      .max(15)
      .describe("The last layer that is the other model's: 0 for its embedding and layer 0."),
    ...windowKeys,
  })
  .describe("The first layers are another model's, as they were in a checkpoint.");

/**
 * Graft in (paper, appendix D, figure 7): `hook_resid_post` of the layer is that of the model in the checkpoint, under
 * its own clamps, on the same sequences. Its weights are fixed; what it replaces gets no gradient, and is not what is
 * measured: the layers through `throughLayer` are the other model's.
 */
export const graftIn: ClampKind<typeof schema> = {
  title: "Graft in",
  schema,
  isBackground: true,
  check: ({ throughLayer }, { layers }) =>
    throughLayer < layers
      ? []
      : [
          {
            path: ["throughLayer"],
            message: `expected a layer that the model has (0 to ${layers - 1}), got ${throughLayer}`,
          },
        ],
  claims: ({ throughLayer }) => [
    { head: `layer ${throughLayer}`, what: "output", path: ["throughLayer"] },
    { head: "the model", what: "grafted first layers", path: ["kind"] },
  ],
  rewrites: ({ checkpoint, throughLayer }) => {
    const site = `blocks.${throughLayer}.hook_resid_post`;
    return [
      {
        site,
        rewrite: (value, trace) => {
          const donor = trace.donor(checkpoint);
          trace.adopt(donor.sites, (layer) => layer <= throughLayer);
          return donor.sites.get(site) ?? value;
        },
      },
    ];
  },
  // There is nothing else that would tell what the other model computes.
  effects: () => [],
};
