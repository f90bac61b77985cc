import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

/** Names of the run folders in the workspace. */
export function runFolders(): string[] {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return [];
  const root = join(folder.uri.fsPath, ".optoscope/runs");
  return existsSync(root) ? readdirSync(root).sort() : [];
}
