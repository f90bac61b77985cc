import type { ExperimentInput } from "../experimentSchema.ts";
import { fig5b } from "./fig5b.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

/** Which heads of layer 0 figure 8 clamps, besides the one with the highest previous-token score and all. */
export interface Fig8Heads {
  /** One that does not attend to the token before by itself. */
  readonly other: string;
  /** The three with the highest previous-token scores. */
  readonly three: readonly string[];
}

/** Those of the base run of seed 5. */
const usualHeads: Fig8Heads = { other: "L0H0", three: ["L0H1", "L0H5", "L0H6"] };

/**
 * The runs of figure 8: the strongest head of layer 1 alone, and one, three or all heads of layer 0 attending to the token
 * before. Without a clamp, and with that of the previous-token head, they are runs of figure 5b, 600,000 sequences long.
 */
export function fig8(options: PaperOptions, heads: Fig8Heads = usualHeads): Record<string, ExperimentInput> {
  const alone = { kind: "ablate" as const, heads: [...options.rest] };
  const all = Array.from({ length: 8 }, (_, head) => `L0H${head}`);
  const clamped = { other: [heads.other], three: heads.three, all };
  const models = fig5b(options);
  return {
    ...Object.fromEntries(
      ["none", "previous-token"].map((part) => {
        const same = models[`fig5b-${part}`]!;
        return [`fig8-${part}`, { ...same, name: same.name?.replace("fig5b", "fig8") }];
      }),
    ),
    ...Object.fromEntries(
      Object.entries(clamped).map(([part, each]) => {
        const clamps = [alone, { kind: "previous-token" as const, heads: [...each] }];
        return [`fig8-${part}`, paperExperiment(`fig8-${part}`, options, { sequences: 800_000, clamps })];
      }),
    ),
  };
}

/** As presets, with the heads of the paper's main seed. */
export const fig8Presets = paperPresets(
  {
    name: "fig8",
    title: "Previous-token heads",
    description: "Figure 8: the previous-token pattern on one, three and all heads of layer 0.",
  },
  fig8,
);
