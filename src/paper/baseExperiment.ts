import type { Experiment } from "../experiment/experimentSchema.ts";
import { paperExperiment } from "../experiment/presets/paperExperiment.ts";
import { resolveExperiment } from "../experiment/resolveExperiment.ts";
import type { Lab } from "./lab.ts";

/** The experiment of the base run of a seed of the initial parameters; of a quick lab, the short one. */
export function baseExperiment(seed: number, { quick }: Pick<Lab, "quick">): Experiment {
  return resolveExperiment(paperExperiment("base", { seed, quick }), "the base run");
}
