import * as vscode from "vscode";
import type { Outcome, QuestionPlace } from "./askInTurn.ts";
import { placeInput } from "./placeInput.ts";

/** One thing to choose. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly choice: T;
}

/** A question that is answered by choosing one of a list. */
export interface ChoiceQuestion<T> {
  readonly placeholder: string;
  readonly choices: readonly (Choice<T> | vscode.QuickPickItem)[];
  /** Which of them the focus is on at first. */
  readonly active?: T;
  /** Why one of them will not do, null where it will. */
  readonly whyNot?: (choice: T) => string | null;
  readonly answer: (choice: T) => void;
}

/** Lets the user choose one. */
export function askChoice<T>(place: QuestionPlace, question: ChoiceQuestion<T>): Promise<Outcome> {
  const { placeholder, choices, active, whyNot, answer } = question;
  const pick = makePick(placeholder, choices);
  // Without one, the first has the focus; an empty list would take it away, and Enter would do nothing.
  const focused = choices.find((item) => isChoice<T>(item) && active !== undefined && item.choice === active);
  if (focused !== undefined) pick.activeItems = [focused];
  return placeInput(pick, place, (finish) => [
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item === undefined || !isChoice<T>(item)) return;
      const wrong = whyNot?.(item.choice) ?? null;
      if (wrong !== null) {
        void vscode.window.showWarningMessage(wrong);
        return;
      }
      answer(item.choice);
      finish("answered");
    }),
  ]);
}

/** Lets the user choose any number, at least one unless it `isOptional`. `ticked` are those that he starts with. */
export function askChoices<T>(
  place: QuestionPlace,
  question: Omit<ChoiceQuestion<T>, "active" | "whyNot" | "answer"> & {
    readonly ticked: readonly T[];
    readonly isOptional?: boolean;
    readonly answer: (choices: readonly T[]) => void;
  },
): Promise<Outcome> {
  const { placeholder, choices, ticked, isOptional = false, answer } = question;
  const pick = makePick(placeholder, choices);
  pick.canSelectMany = true;
  pick.selectedItems = choices.filter((item) => isChoice<T>(item) && ticked.includes(item.choice));
  return placeInput(pick, place, (finish) => [
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems.flatMap((item) => (isChoice<T>(item) ? [item.choice] : []));
      if (chosen.length === 0 && !isOptional) return;
      answer(chosen);
      finish("answered");
    }),
  ]);
}

function makePick(
  placeholder: string,
  items: readonly vscode.QuickPickItem[],
): vscode.QuickPick<vscode.QuickPickItem> {
  const pick = vscode.window.createQuickPick();
  pick.placeholder = placeholder;
  pick.items = items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  return pick;
}

function isChoice<T>(item: vscode.QuickPickItem): item is Choice<T> {
  return "choice" in item;
}
