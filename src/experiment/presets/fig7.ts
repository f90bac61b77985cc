import { experimentHash } from "../experimentHash.ts";
import type { ExperimentInput } from "../experimentSchema.ts";
import { experimentSchema } from "../experimentSchema.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/** The seeds of the base runs that figure 7 takes layer 0 from: the run's own and the two after it. */
export function fig7Sources(seed: number): readonly number[] {
  return [seed, seed + 1, seed + 2];
}

/** The runs of figure 7: the base run with layer 0 as it is at the end of base runs of three seeds. */
export function fig7(options: PaperOptions): Record<string, ExperimentInput> {
  return Object.fromEntries(
    fig7Sources(options.seed).map((seed) => {
      const source = experimentSchema.parse(paperExperiment("base", { ...options, seed }));
      const clamp = {
        kind: "graft-in" as const,
        checkpoint: `run:${experimentHash(source)}@${source.training.sequences}`,
        throughLayer: 0,
      };
      const name = `fig7-layer-0-of-seed-${seed}`;
      const change = { sequences: 600_000, evaluateEvery: 1000, clamps: [clamp] };
      return [name, paperExperiment(name, options, change)];
    }),
  );
}

/** As presets, with the heads of the paper's main seed. */
export const fig7Presets = paperPresets(
  {
    name: "fig7",
    title: "Fixed layer 0",
    description:
      "Figure 7: layer 0 as the base runs of seeds 5, 6 and 7 end with it. Those must be in the same folder of runs: train preset:fig3 with seeds.init 5, 6 and 7 before (or preset:fig3-quick, for what is quick).",
  },
  fig7,
);
