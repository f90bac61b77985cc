import type { Verdict } from "./figure.ts";

/** What became of a statement. */
export type Outcome = "holds" | "fails" | "unknown";

/** What became of a statement, for lists and as key of what belongs to it. */
export function outcomeOf({ holds }: Pick<Verdict, "holds">): Outcome {
  return holds === null ? "unknown" : holds ? "holds" : "fails";
}

/** In words and as a sign. Never the sign or a colour alone. */
export const verdictWords: Readonly<Record<Outcome, { readonly words: string; readonly sign: string }>> = {
  holds: { words: "holds", sign: "✓" },
  fails: { words: "does not hold", sign: "✗" },
  unknown: { words: "cannot be told", sign: "?" },
};
