import type { TreeRow } from "./treeRow.ts";

/** The ids whose row is new or differs from before, in the order of `after`. */
export function changedRows(
  before: ReadonlyMap<string, TreeRow>,
  after: ReadonlyMap<string, TreeRow>,
): string[] {
  return [...after].flatMap(([id, row]) => {
    const old = before.get(id);
    return old !== undefined && isSame(old, row) ? [] : [id];
  });
}

function isSame(a: TreeRow, b: TreeRow): boolean {
  return (
    a.label === b.label &&
    a.description === b.description &&
    a.icon?.id === b.icon?.id &&
    a.icon?.color === b.icon?.color &&
    a.contextValue === b.contextValue &&
    a.spoken === b.spoken &&
    a.isTicked === b.isTicked
  );
}
