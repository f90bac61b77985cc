/** A run in the Runs view, and what its menus give to commands: one object for each run, for as long as it is there. */
export interface RunNode {
  readonly kind: "run";
  /** Of the run. */
  readonly id: string;
}

/** Runs that were launched together, in the Runs view; commands take it for all of them. One object for each group. */
export interface RunGroupNode {
  readonly kind: "run-group";
  /** Of the group. */
  readonly id: string;
  /** Ids of its runs, as they are shown. */
  runs: readonly string[];
}

/** An element of the Runs view. */
export type RunTreeNode = RunNode | RunGroupNode;
