import type { ExperimentInput } from "../experimentSchema.ts";
import { fig5b } from "./fig5b.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/** The runs of figure 10: those of figure 5b that are held against progress measures on the first of them. */
export function fig10(options: PaperOptions): Record<string, ExperimentInput> {
  const runs = fig5b(options);
  const names = ["none", "previous-token", "match"];
  return Object.fromEntries(
    names.map((name) => {
      const experiment = runs[`fig5b-${name}`]!;
      return [`fig10-${name}`, { ...experiment, name: experiment.name?.replace("fig5b", "fig10") }];
    }),
  );
}

/** As presets, with the heads of the paper's main seed. */
export const fig10Presets = paperPresets(
  {
    name: "fig10",
    title: "Clamps for progress measures",
    description: "Figure 10: the runs that are held against progress measures on the one without a clamp.",
  },
  fig10,
);
