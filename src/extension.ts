import type * as vscode from "vscode";
import { App } from "./app.ts";
import type { Services } from "./views/services.ts";

/** Called by VS Code when a view, a command or a panel of Optoscope is first needed. Returns what tests look at. */
export function activate(context: vscode.ExtensionContext): Services {
  const app = new App(context);
  context.subscriptions.push(app);
  return app.services;
}
