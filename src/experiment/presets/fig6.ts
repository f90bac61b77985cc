import type { ExperimentInput } from "../experimentSchema.ts";
import { fig5b } from "./fig5b.ts";
import type { PaperChange } from "./paperExperiment.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

type Data = NonNullable<ExperimentInput["data"]>;

/** The settings of figure 6 by their endings of names: the base run's 50 classes and 5 labels, then more of either. */
export const fig6Settings: Readonly<Record<string, Data>> = {
  "": {},
  "-100-classes": { classes: [100, 1423, 100] },
  "-200-classes": { classes: [200, 1323, 100] },
  "-10-labels": { labels: 10, labelPairs: [36, 9, 0] },
  "-15-labels": { labels: 15, labelPairs: [84, 21, 0] },
};

/** What figure 6 leaves to be learned: everything, or subcircuits, each with the run of figure 5b that does the same. */
const parts = {
  normal: null,
  b: "fig5b-perfect-layer-0-and-copy",
  c: "fig5b-match",
  "b-and-c": "fig5b-perfect-layer-0",
} as const;

/** A row of plots of figure 6 is made of these. */
export type Fig6Part = keyof typeof parts;

/**
 * The runs of figure 6: more classes and more labels, with the strongest head of layer 1 alone. Subcircuit B is left by a
 * perfect layer 0 and copy, C by a perfect match, both by a perfect layer 0. With the base run's classes and labels
 * these are runs of figure 5b, which go on for longer.
 */
export function fig6(options: PaperOptions): Record<string, ExperimentInput> {
  const alone = { kind: "ablate" as const, heads: [...options.rest] };
  const clamped = fig5b(options);
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, model]) =>
      Object.entries(fig6Settings).map(([ending, data]): [string, ExperimentInput] => {
        const name = `fig6-${part}${ending}`;
        const same = model === null ? undefined : clamped[model];
        if (same !== undefined && model !== null && ending === "")
          return [name, { ...same, name: same.name?.replace(model, name) }];
        const change: PaperChange =
          same === undefined
            ? { sequences: 2_000_000, evaluateEvery: 10_000, clamps: [alone] }
            : { sequences: 300_000, evaluateEvery: 2000, clamps: same.clamps ?? [] };
        return [name, paperExperiment(name, options, { ...change, ...(ending === "" ? {} : { data }) })];
      }),
    ),
  );
}

/** As presets, with the heads of the paper's main seed. */
export const fig6Presets = paperPresets(
  {
    name: "fig6",
    title: "Data-dependent shifts",
    description:
      "Figure 6: more classes slow subcircuit B, more labels slow C, and both slow normal training.",
  },
  fig6,
);
