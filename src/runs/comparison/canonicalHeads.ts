/** Heads as they are named everywhere but in what a user typed: `L1H3`, not `L01H03`. */
export function canonicalHeads(heads: readonly string[]): string[] {
  return heads.map((head) => head.replace(/^L0*(\d+)H0*(\d+)$/, "L$1H$2"));
}
