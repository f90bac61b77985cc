/** An element of the Architecture view, and what its menus give to commands. The same object for as long as its model is shown. */
export interface ArchitectureNode {
  readonly kind: "part" | "block" | "attention" | "head" | "site";
  /** Different for each node of a model. */
  readonly id: string;
  readonly label: string;
  /** The head that it is (`L1H3`), or that it belongs to; null for all else. */
  readonly head: string | null;
  /** The heads that it is or holds: of a block or its attention all of them. */
  readonly heads: readonly string[];
  /** What does not change about it, such as its shape. */
  readonly detail: string;
  readonly tooltip: string;
  /** Id of a product icon. */
  readonly icon: string;
  readonly children: readonly ArchitectureNode[];
  readonly parent: ArchitectureNode | null;
}
