import type { Experiment } from "../experiment/experimentSchema.ts";
import type { RunGroup } from "../runs/runGroup.ts";

/** A new run. */
interface NewRunJob {
  readonly id: string;
  /** Where it goes: absolute, in the runs folder, named `id`. */
  readonly runFolder: string;
}

/** What a trainer is started for. */
export type TrainerJob =
  /**
   * `experimentFile` is absolute or `preset:NAME`, and missing where the experiment is in none; `folder` is the base of
   * the experiment's relative paths.
   */
  | (NewRunJob & {
      readonly kind: "create";
      readonly experiment: Experiment;
      readonly experimentFile?: string | undefined;
      readonly folder: string;
      /** The runs that it is launched with. */
      readonly group?: RunGroup | undefined;
    })
  /** Goes on from its last usable checkpoint. */
  | (NewRunJob & { readonly kind: "resume" })
  /** A new run that goes on from a step of the run in `parentFolder`, with another experiment. */
  | (NewRunJob & {
      readonly kind: "fork";
      readonly parentFolder: string;
      /** Of the step; between two steps, the earlier one. */
      readonly sequences: number;
      readonly experiment: Experiment;
    });

/** From the extension host to a trainer. */
export interface ToTrainer {
  readonly kind: "job";
  readonly job: TrainerJob;
}

/** From a trainer to the extension host: doorbells only, the run folder is the truth. */
export type FromTrainer =
  /** It runs and waits for its job. */
  | { readonly kind: "ready" }
  /** The run's files have grown. */
  | { readonly kind: "grew" }
  /** The job could not be begun or went wrong. `isBug` where it is not the user's to mend. */
  | { readonly kind: "problem"; readonly message: string; readonly isBug: boolean };
