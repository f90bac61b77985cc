import type { ExperimentInput } from "../experimentSchema.ts";
import { fig4b } from "./fig4b.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/** The seeds of the initial parameters that figure 18 compares. */
export const fig18Seeds = [5, 6, 7, 8, 9] as const;

/** The runs of figure 18: those of figure 4b for each of its seeds. Heads are all treated alike, so none is to be found. */
export function fig18(options: PaperOptions): Record<string, ExperimentInput> {
  const runs = fig18Seeds.flatMap((seed) =>
    Object.entries(fig4b({ ...options, seed })).map(([key, experiment]): [string, ExperimentInput] => {
      const name = `${key.replace("fig4b", "fig18")}-seed${seed}`;
      return [name, { ...experiment, name: `${name}${options.quick ? "-quick" : ""}` }];
    }),
  );
  return Object.fromEntries(runs);
}

/** As presets, with the heads of the paper's main seed. */
export const fig18Presets = paperPresets(
  {
    name: "fig18",
    title: "Five seeds of single heads",
    description: "Figure 18: figure 4b for the seeds 5 to 9.",
  },
  fig18,
);
