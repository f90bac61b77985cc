import * as vscode from "vscode";
import type { Outcome, QuestionPlace } from "./askInTurn.ts";

/**
 * Shows a quick pick or an input box as one question among others: with its number, and a button (and a key) to go
 * back. Resolves when the listeners that `listen` makes call `finish`, or the user leaves.
 */
export function placeInput(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  { title, step, steps, canGoBack }: QuestionPlace,
  listen: (finish: (outcome: Outcome) => void) => vscode.Disposable[],
): Promise<Outcome> {
  return new Promise<Outcome>((resolve) => {
    input.title = title;
    // A single question needs no numbers.
    if (steps > 1) {
      input.step = step;
      input.totalSteps = steps;
    }
    input.ignoreFocusOut = true;
    input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
    const listeners: vscode.Disposable[] = [];
    const finish = (outcome: Outcome) => {
      resolve(outcome);
      for (const listener of listeners) listener.dispose();
      input.dispose();
    };
    listeners.push(
      input.onDidTriggerButton(() => {
        finish("back");
      }),
      input.onDidHide(() => {
        finish("cancelled");
      }),
      ...listen(finish),
    );
    input.show();
  });
}
