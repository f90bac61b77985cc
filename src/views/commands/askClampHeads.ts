import { askChoice, askChoices } from "./askChoice.ts";
import type { Question } from "./askInTurn.ts";
import { clampSoFar, type ClampAnswers } from "./clampAnswers.ts";
import { clampConflict, type ClampSurroundings } from "./clampConflict.ts";
import { conditionAnswersOf } from "./conditionAnswers.ts";

/** Lets the user choose heads; `isOptional`: none stands for all of them. Says which contradict other clamps throughout. */
export function whichHeads(
  answers: ClampAnswers,
  question: ClampSurroundings & { readonly limits: object | null },
  known: readonly string[],
  isOptional = false,
): Question {
  const wrong = (head: string) => {
    // With a window to choose, there may be one in which nothing is contradicted.
    if (question.limits !== null || answers.kind === "") return null;
    return clampConflict(clampSoFar({ ...answers, heads: [head], when: conditionAnswersOf(null) }), question);
  };
  return (place) =>
    askChoices<string>(place, {
      placeholder: isOptional
        ? "Heads of it (Space ticks, Enter goes on); none ticked: all"
        : "Heads to clamp (Space ticks, Enter goes on)",
      choices: known.map((head) => {
        const reason = wrong(head);
        return {
          label: head,
          ...(reason === null ? {} : { description: `$(warning) ${reason}` }),
          choice: head,
        };
      }),
      ticked: answers.heads,
      isOptional,
      answer: (heads) => {
        answers.heads = known.filter((head) => heads.includes(head));
      },
    });
}

/** Lets the user choose the one head of a clamp that has one, beginning with the first that he has selected. */
export function whichHead(answers: ClampAnswers, known: readonly string[]): Question {
  return (place) =>
    askChoice<string>(place, {
      placeholder: "Head whose scores are the output",
      choices: known.map((head) => ({ label: head, choice: head })),
      active: answers.options.get("head") ?? answers.heads[0] ?? known.at(-1) ?? "",
      answer: (head) => {
        answers.options.set("head", head);
      },
    });
}
