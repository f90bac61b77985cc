import type { ExperimentInput } from "../experimentSchema.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/** Attention on the label that matches, as figure 15 clamps it; what is reported of each is twice that, less one. */
export const fig15Strengths: readonly number[] = [
  0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1,
];

/** The name of the run of figure 15 with this strength, such as `fig15-strength-055`. */
export function fig15Name(strength: number): string {
  return `fig15-strength-${String(Math.round(strength * 100)).padStart(3, "0")}`;
}

/** The runs of figure 15: the strongest head's match held at different strengths, all other heads free. */
export function fig15(options: PaperOptions): Record<string, ExperimentInput> {
  return Object.fromEntries(
    fig15Strengths.map((strength) => {
      const clamps = [{ kind: "induction" as const, heads: [options.strongest], strength }];
      const name = fig15Name(strength);
      return [name, paperExperiment(name, options, { sequences: 600_000, clamps })];
    }),
  );
}

/** As presets, with the heads of the paper's main seed. */
export const fig15Presets = paperPresets(
  {
    name: "fig15",
    title: "Variable match",
    description: "Figure 15: the strongest head's match held at sixteen strengths, all other heads free.",
  },
  fig15,
);
