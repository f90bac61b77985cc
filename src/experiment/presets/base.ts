import type { Preset } from "./preset.ts";

/** The paper's main run (figures 3a and 3b): every default. */
export const base: Preset = {
  name: "base",
  title: "Base run",
  description:
    "The paper's main run: a plateau near ln 2, then a sudden drop when induction heads form in layer 1.",
  experiment: { name: "base" },
};
