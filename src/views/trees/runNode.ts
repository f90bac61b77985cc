/** An element of the Runs view, and what its menus give to commands: one object for each run, for as long as it is there. */
export interface RunNode {
  readonly kind: "run";
  /** Of the run. */
  readonly id: string;
}
