import type { IconSpec } from "./iconSpec.ts";

/** What a view shows of one element, as plain data: two of them can be compared to see whether anything changed. */
export interface TreeRow {
  readonly label: string;
  /** In fainter letters after the label; empty for none. */
  readonly description: string;
  readonly icon: IconSpec | null;
  /** Words that `when` clauses look for, separated by spaces. */
  readonly contextValue: string;
  /** What a screen reader says instead of label and description. */
  readonly spoken: string;
  /** State of its checkbox; null where it has none. */
  readonly isTicked: boolean | null;
}
