import type { Figure } from "../figures/figure.ts";
import type { FailedFigure } from "./reproduce.ts";

/** A figure that can be reproduced, for those who choose. */
export interface FigureInfo {
  /** `fig5b` */
  readonly id: string;
  readonly title: string;
  /** The seeds that the paper's statements are about; null where the figure does not say. */
  readonly seeds: readonly number[] | null;
}

/** What is to be reproduced, and where. Paths are absolute. */
export interface ReproduceJob {
  /** Ids of figures. */
  readonly figures: readonly string[];
  /** Of all figures; null: those that the paper's statements are about, figure by figure. */
  readonly seeds: readonly number[] | null;
  readonly quick: boolean;
  /** Where runs are and go. */
  readonly root: string;
  /** Base of relative paths in experiments. */
  readonly folder: string;
  /** Where figures go. */
  readonly out: string;
  /** How many runs and measures compute at a time. */
  readonly parallel: number;
  /** Of the group that new runs become. */
  readonly groupId: string;
}

/** What has come of a job. */
export interface ReproduceResult {
  readonly figures: readonly Pick<Figure, "id" | "title" | "caption" | "verdicts">[];
  readonly failures: readonly FailedFigure[];
  /** Path of the page with all figures; null where none was made. */
  readonly report: string | null;
  /** Wall time. */
  readonly seconds: number;
  /** Whether it was told to stop. What was trained is kept, and is gone on with the next time. */
  readonly wasStopped: boolean;
}

/** To a process that reproduces figures. */
export type ToReproducer =
  | { readonly kind: "job"; readonly job: ReproduceJob }
  /** Save what trains, and end. */
  | { readonly kind: "stop" };

/** From a process that reproduces figures. */
export type FromReproducer =
  /** It runs and waits for its job. */
  | { readonly kind: "ready"; readonly figures: readonly FigureInfo[] }
  /** How far it is, in 0 … 1, and what it does. */
  | { readonly kind: "progress"; readonly fraction: number; readonly text: string }
  /** What happened, for a log. */
  | { readonly kind: "log"; readonly text: string }
  | { readonly kind: "done"; readonly result: ReproduceResult }
  /** It could not be done. `isBug` where it is not the user's to mend. */
  | { readonly kind: "problem"; readonly message: string; readonly isBug: boolean };
