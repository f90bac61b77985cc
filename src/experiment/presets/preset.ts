import type { ExperimentInput } from "../experimentSchema.ts";

/** A ready-made experiment. */
export interface Preset {
  /** What users type after `preset:`. */
  readonly name: string;
  /** A few words for lists. */
  readonly title: string;
  /** What it shows and how long it takes, in a sentence or two. */
  readonly description: string;
  readonly experiment: ExperimentInput;
}
