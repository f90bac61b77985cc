import type { ExperimentInput } from "../experimentSchema.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/**
 * The run of figures 3a and 3b: the base run. Figures 4a, 11 to 14 and 16 and tables 1 to 3 are measured at its
 * checkpoints.
 */
export function fig3(options: PaperOptions): Record<string, ExperimentInput> {
  return { fig3: paperExperiment("fig3", options) };
}

/** As presets, with the heads of the paper's main seed. */
export const fig3Presets = paperPresets(
  {
    name: "fig3",
    title: "Base run, figures 3 and 4a",
    description:
      "The paper's main run: a plateau near ln 2, then a sudden drop when induction heads form in layer 1.",
  },
  fig3,
);
