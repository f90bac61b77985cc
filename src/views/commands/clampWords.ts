import type { ClampHistory } from "../../runs/comparison/clampHistory.ts";
import { describeClamp, type ModelSize } from "../../runs/comparison/describeClamp.ts";

/**
 * What is wrong with a clamp, in a user's words: problems name other clamps by their ids or places, which nobody has
 * seen.
 * @param wordsOf the clamp of an id in a few words; null where there is none
 */
export function clampWords(problem: string, wordsOf: (id: string) => string | null): string {
  const named = problem.replaceAll(/\bclamp (\S+?)(?: \([^()]*\))?(?=[:;]|$)/g, (_, id: string) => {
    const words = wordsOf(id);
    return words === null ? "another clamp" : `“${words}”`;
  });
  // The head is named in what follows.
  return named.replaceAll(/(^|; )heads\[\d+\]: /g, "$1");
}

/** As `clampWords`, for the words by which a trainer refuses a request about one of a run's clamps. */
export function refusalWords(
  message: string,
  clamps: readonly Pick<ClampHistory, "id" | "clamp">[],
  model: ModelSize,
): string {
  const problem = message.replace(/^(un)?clamp \S+: /, "");
  return clampWords(problem, (id) => {
    const history = clamps.find((each) => each.id === id);
    return history === undefined ? null : describeClamp(history.clamp, model);
  });
}
