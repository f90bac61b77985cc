import type { ExperimentInput } from "../experimentSchema.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/** The runs of figure 4b: for each head of layer 1, all others of the layer ablated throughout; and the base run. */
export function fig4b(options: PaperOptions): Record<string, ExperimentInput> {
  const heads = [options.strongest, ...options.rest].sort();
  const alone = heads.map((head): [string, ExperimentInput] => {
    const name = `fig4b-only-${head}`;
    const others = heads.filter((other) => other !== head);
    return [name, paperExperiment(name, options, { clamps: [{ kind: "ablate", heads: others }] })];
  });
  return { ...Object.fromEntries(alone), "fig4b-all": paperExperiment("fig4b-all", options) };
}

/** As presets, with the heads of the paper's main seed. */
export const fig4bPresets = paperPresets(
  {
    name: "fig4b",
    title: "One layer-1 head alone",
    description:
      "Figure 4b: with all other heads of layer 1 ablated throughout, every head can learn alone, only later.",
  },
  fig4b,
);
