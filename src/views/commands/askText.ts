import * as vscode from "vscode";
import type { Outcome, QuestionPlace } from "./askInTurn.ts";
import { placeInput } from "./placeInput.ts";

/** A question that is answered by typing. */
export interface TextQuestion {
  readonly prompt: string;
  readonly value: string;
  readonly placeholder?: string;
  /** What is wrong with a text, at each letter; null if nothing. */
  readonly check: (text: string) => string | null;
  /** What the user should know of a text that is accepted all the same. */
  readonly warn?: (text: string) => string | null;
  readonly answer: (text: string) => void;
}

/** Lets the user type, and says at each letter what is wrong. Wrong answers are not accepted. */
export function askText(place: QuestionPlace, question: TextQuestion): Promise<Outcome> {
  const { prompt, value, placeholder = "", check, warn, answer } = question;
  const box = vscode.window.createInputBox();
  box.prompt = prompt;
  box.value = value;
  box.placeholder = placeholder;
  const show = () => {
    const wrong = check(box.value);
    const warning = wrong === null ? warn?.(box.value) : null;
    box.validationMessage =
      typeof warning === "string"
        ? { message: warning, severity: vscode.InputBoxValidationSeverity.Warning }
        : (wrong ?? "");
  };
  return placeInput(box, place, (finish) => [
    box.onDidChangeValue(show),
    box.onDidAccept(() => {
      show();
      if (check(box.value) !== null) return;
      answer(box.value);
      finish("answered");
    }),
  ]);
}
