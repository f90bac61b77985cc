import type { HeadScores } from "./headScores.ts";

/**
 * The numbers of a layer's heads in the order in which they are shown: as they are, or the strongest first. What was not
 * measured comes last; of equal ones, the first.
 * @param scoreOf `induction` of the later layer's heads, `previousToken` of the earlier layer's
 */
export function headOrder(
  count: number,
  order: "number" | "strength",
  scoreOf: (head: number) => HeadScores[keyof HeadScores],
): number[] {
  const heads = Array.from({ length: count }, (_, head) => head);
  if (order === "number") return heads;
  const score = (head: number): number => scoreOf(head) ?? Number.NEGATIVE_INFINITY;
  return heads.sort((a, b) => {
    const [first, second] = [score(a), score(b)];
    return first === second ? a - b : second - first;
  });
}
