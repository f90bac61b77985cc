import * as vscode from "vscode";
import { UserError } from "../../userError.ts";

const longest = 300;

/**
 * Tells the user that something went wrong: his to mend in its own words, ours politely. All of it is in the log. Does
 * not wait for the message to be closed, so that a command that has failed is over.
 */
export function reportFailure(log: vscode.LogOutputChannel, what: string, error: unknown): void {
  const isOurs = !(error instanceof UserError);
  const text = error instanceof Error ? error.message : String(error);
  log.error(`${what}: ${isOurs && error instanceof Error ? (error.stack ?? text) : text}`);
  const message = isOurs ? `Optoscope made a mistake of its own: ${text}` : text;
  const isCut = message.length > longest;
  const action = "Show Log";
  void vscode.window
    .showErrorMessage(
      isCut ? `${message.slice(0, longest - 1)}…` : message,
      ...(isOurs || isCut || message.includes("\n") ? [action] : []),
    )
    .then((answer) => {
      if (answer === action) log.show();
    });
}
