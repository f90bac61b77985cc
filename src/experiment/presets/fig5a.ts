import type { ToyConfig } from "../../toy/toySchema.ts";
import type { ExperimentInput } from "../experimentSchema.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { presetSet } from "./presetSet.ts";

/** The toy model of figures 5a and 9, by what is clamped to the truth. So fast that quick is the same. */
export function fig5a({ seed }: Pick<PaperOptions, "seed">): Record<string, ExperimentInput> {
  const toy = (name: string, clamped: ToyConfig["clamped"]): ExperimentInput => ({
    name,
    toy: { dimension: 20, rate: 1, clamped },
    training: { sequences: 1000 },
    evaluation: { every: 1 },
    seeds: { init: seed },
  });
  return {
    "fig5a-none": toy("fig5a-none", []),
    "fig5a-c": toy("fig5a-c", ["c"]),
    "fig5a-b-c": toy("fig5a-b-c", ["b", "c"]),
  };
}

/** As presets, with the seed of the paper's main run. */
export const fig5aPresets = presetSet(
  {
    name: "fig5a",
    title: "Toy model",
    description:
      "Figures 5a and 9: three vectors whose product is to be learnt give a plateau and a drop; clamping one or two of them shortens it. Done in a second.",
  },
  fig5a({ seed: 5 }),
);
