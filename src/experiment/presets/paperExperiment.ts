import type { ExperimentInput } from "../experimentSchema.ts";
import type { PaperOptions } from "./paperOptions.ts";

/** In what an experiment of the paper differs from its base run. Numbers are those of the full length. */
export interface PaperChange {
  /** Sequences to train on. Default: 1,000,000. */
  readonly sequences?: number;
  /** Sequences between two evaluations. Default: 5000. */
  readonly evaluateEvery?: number;
  readonly clamps?: NonNullable<ExperimentInput["clamps"]>;
  readonly data?: NonNullable<ExperimentInput["data"]>;
}

/** The seed of the paper's main run. Experiments of other seeds have it in their names. */
const mainSeed = 5;

/** Sequences between two evaluations of quick runs, at least: they would take most of the time. */
const finestQuick = 250;

/** An experiment of the paper: its base run with a change, at full length or quick. */
export function paperExperiment(
  name: string,
  { seed, quick }: Pick<PaperOptions, "seed" | "quick">,
  { sequences = 1_000_000, evaluateEvery = 5000, clamps = [], data }: PaperChange = {},
): ExperimentInput {
  const part = quick ? 0.1 : 1;
  const seedName = seed === mainSeed ? "" : `-seed${seed}`;
  return {
    name: `${name}${seedName}${quick ? "-quick" : ""}`,
    ...(data === undefined ? {} : { data }),
    training: {
      sequences: Math.round(sequences * part),
      ...(quick ? { optimizer: { kind: "adam", rate: 1e-4 } } : {}),
    },
    evaluation: { every: quick ? Math.max(finestQuick, Math.round(evaluateEvery * part)) : evaluateEvery },
    ...(quick ? { checkpoints: { every: 5000 } } : {}),
    clamps: [...clamps],
    seeds: { init: seed },
  };
}
