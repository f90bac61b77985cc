import type { Preset } from "./preset.ts";

/** The base run with a high learning rate, to see something at once. */
export const quick: Preset = {
  name: "quick",
  title: "Quick look",
  description:
    "The base run with a hundred times the learning rate and far fewer sequences: done in seconds.",
  experiment: {
    name: "quick",
    training: { sequences: 40_000, optimizer: { kind: "adam", rate: 1e-3 } },
    evaluation: { every: 1000 },
    checkpoints: { every: 10_000 },
  },
};
