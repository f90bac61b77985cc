import type { ModelConfig } from "../model/modelSchema.ts";
import type { Clamp } from "./clamps.ts";

/** A model of another run, as it was in a checkpoint. Its weights are fixed tensors of the runtime. */
export interface Donor {
  readonly model: ModelConfig;
  /** Those that held when the checkpoint was made. */
  readonly clamps: readonly Clamp[];
  /** What the names of its tensors begin with. */
  readonly prefix: string;
}

/** Finds the model that a graft names. Throws where there is none. */
export type Donors = (checkpoint: string) => Donor;

/** For models without grafts. */
export const noDonors: Donors = (checkpoint) => {
  throw new TypeError(`the checkpoint ${checkpoint} was not loaded`);
};
