/** Where a question stands among the others. */
export interface QuestionPlace {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  readonly canGoBack: boolean;
}

/** How the user left a question. */
export type Outcome = "answered" | "back" | "cancelled";

/** Asks one question, and keeps the answer itself. */
export type Question = (place: QuestionPlace) => Promise<Outcome>;

/**
 * Asks questions one after the other, with a way back. The list is made anew after each answer, as an answer may bring
 * in others.
 * @returns whether all were answered: false when the user broke off
 */
export async function askInTurn(title: string, questions: () => readonly Question[]): Promise<boolean> {
  let index = 0;
  for (;;) {
    const all = questions();
    const question = all[index];
    if (question === undefined) return true;
    const outcome = await question({ title, step: index + 1, steps: all.length, canGoBack: index > 0 });
    if (outcome === "cancelled") return false;
    index = Math.max(0, index + (outcome === "back" ? -1 : 1));
  }
}
