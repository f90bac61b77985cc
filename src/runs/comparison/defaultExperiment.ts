import type { Experiment } from "../../experiment/experimentSchema.ts";

/**
 * An experiment with nothing but defaults. Written out, because panels do without the schema that has them; a test
 * holds it against the schema.
 */
export const defaultExperiment: Experiment = {
  name: "base",
  data: {
    source: { kind: "synthetic", latent: 32, spread: 0.3, dimension: 512 },
    classes: [50, 1473, 100],
    exemplars: [1, 4, 0],
    pairs: 2,
    burstiness: 1,
    labels: 5,
    labelPairs: [8, 2, 0],
    zipf: 0,
    distractor: true,
    support: true,
    uniqueRest: false,
  },
  model: { layers: 2, heads: 8, width: 64, mlpRatio: null, positions: "rope", norm: true, causal: true },
  training: {
    sequences: 1_000_000,
    batch: 32,
    optimizer: {
      kind: "adam",
      rate: 1e-5,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
      schedule: { kind: "constant" },
    },
  },
  evaluation: { every: 5000, sequences: 1000 },
  checkpoints: { every: 50_000 },
  clamps: [],
  seeds: { init: 5, data: 0, eval: 1 },
  engine: { runtime: "wasm", fast: false },
};
