import type { Figure } from "../figures/figure.ts";
import type { Lab } from "./lab.ts";

/** A figure or table of the paper that can be reproduced. */
export interface PaperFigure {
  /** `fig5b`, `table1` */
  readonly id: string;
  /** A few words for lists. */
  readonly title: string;
  /** The seeds that the paper's statements are about. Default: 5, 6 and 7. */
  readonly seeds?: readonly number[];
  /**
   * Runs and measures what is missing, and draws the figure.
   * @param seeds of the initial parameters, at least one; figures of one run take the first
   * @throws UserError where a run or a measure fails, or when the work is cancelled
   */
  build(lab: Lab, seeds: readonly number[]): Promise<Figure>;
}
