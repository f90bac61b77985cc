/** What the experiments of a figure of the paper depend on. */
export interface PaperOptions {
  /** Of the initial parameters. */
  readonly seed: number;
  /** The head of layer 1 with the highest induction strength at the end of the base run of that seed, such as `L1H3`. */
  readonly strongest: string;
  /** All other heads of layer 1, in order. */
  readonly rest: readonly string[];
  /** The head of layer 0 with the highest previous-token score there. */
  readonly previousTokenHead: string;
  /** A tenth of the sequences at ten times the learning rate, evaluated and saved up to ten times as often. */
  readonly quick: boolean;
}
