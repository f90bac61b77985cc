import type { ExperimentInput } from "../experimentSchema.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/** The runs of figure 17: the strongest head of layer 1 with each of the others, all else ablated; and the base run. */
export function fig17(options: PaperOptions): Record<string, ExperimentInput> {
  const pairs = options.rest.map((head): [string, ExperimentInput] => {
    const name = `fig17-with-${head}`;
    const others = options.rest.filter((other) => other !== head);
    return [name, paperExperiment(name, options, { clamps: [{ kind: "ablate", heads: others }] })];
  });
  return { ...Object.fromEntries(pairs), "fig17-all": paperExperiment("fig17-all", options) };
}

/** As presets, with the heads of the paper's main seed. */
export const fig17Presets = paperPresets(
  {
    name: "fig17",
    title: "Two layer-1 heads",
    description:
      "Figure 17: the strongest head of layer 1 with each of the others, all else ablated throughout.",
  },
  fig17,
);
