import type { ExperimentInput } from "../experimentSchema.ts";
import { paperExperiment } from "./paperExperiment.ts";
import type { PaperOptions } from "./paperOptions.ts";
import { paperPresets } from "./paperPresets.ts";

type Clamps = NonNullable<ExperimentInput["clamps"]>;

/**
 * The runs of figure 5b: subcircuits are clamped one after the other. All heads of layer 1 but the strongest are ablated
 * where its output still matters; a clamped copy reads the strongest head's scores alone.
 */
export function fig5b(options: PaperOptions): Record<string, ExperimentInput> {
  const { strongest, previousTokenHead } = options;
  const alone = { kind: "ablate" as const, heads: [...options.rest] };
  const copy = { kind: "copy" as const, head: strongest };
  const clamps: Record<string, Clamps> = {
    "fig5b-none": [alone],
    "fig5b-previous-token": [alone, { kind: "previous-token", heads: [previousTokenHead] }],
    "fig5b-perfect-layer-0": [alone, { kind: "perfect-layer-0" }],
    "fig5b-match": [alone, { kind: "induction", heads: [strongest] }],
    "fig5b-copy": [copy],
    "fig5b-perfect-layer-0-and-copy": [{ kind: "perfect-layer-0" }, copy],
  };
  return Object.fromEntries(
    Object.entries(clamps).map(([name, each]) => [
      name,
      paperExperiment(name, options, { sequences: 600_000, evaluateEvery: 1000, clamps: each }),
    ]),
  );
}

/** As presets, with the heads of the paper's main seed. */
export const fig5bPresets = paperPresets(
  {
    name: "fig5b",
    title: "Three subcircuits",
    description:
      "Figure 5b: parts of the induction circuit clamped throughout: the more is clamped, the shorter the plateau.",
  },
  fig5b,
);
