import * as vscode from "vscode";

/** Asks before something that cannot be taken back, with a button that says what it does. */
export async function confirm(question: string, detail: string, action: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, action)) === action;
}
