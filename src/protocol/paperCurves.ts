/** A curve that the paper has published, read off its plot. */
export interface PaperCurve {
  /** As the plot names it: `train`, `L1H3`, `only L1H0`. */
  readonly label: string;
  /** The metric that it is of, as a column of curves: `train.loss`. */
  readonly metric: string;
  /** [n], increasing. */
  readonly sequences: readonly number[];
  /** [n] */
  readonly values: readonly number[];
  /** Where the phase change of its run was, in sequences; null where it cannot be told. */
  readonly phaseChange: number | null;
}

/** The published curves of one plot. */
export interface PaperCurveSet {
  readonly id: string;
  /** For a list: `Figure 5b: loss under clamps`. */
  readonly title: string;
  /** For a curve's name: `5b`. */
  readonly figure: string;
  readonly curves: readonly PaperCurve[];
}
