import type { PaperHeads } from "./lab.ts";

/** From here on a head counts as a previous-token head: more than half of its attention is on the token before. */
export const previousTokenScore = 0.5;

/**
 * The heads of layer 0 that attend to the token before more than to all else, and the others, by index. Without any, the
 * one that does so most is taken for one.
 */
export function previousTokenHeads({ previousToken }: Pick<PaperHeads, "previousToken">): {
  readonly found: readonly number[];
  readonly others: readonly number[];
} {
  const most = previousToken.indexOf(Math.max(...previousToken));
  const isFound = (head: number): boolean => head === most || previousToken[head]! > previousTokenScore;
  const heads = previousToken.map((_, head) => head);
  return { found: heads.filter(isFound), others: heads.filter((head) => !isFound(head)) };
}
