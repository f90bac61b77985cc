import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { settings } from "../ids.ts";
import { defaultRunsRoot } from "../runs/runCatalogue.ts";

/** The extension's settings as they are now. */
export const configuration = {
  /** Runs that train at a time; 0: as many as processors less one. */
  parallelRuns: (): number => vscode.workspace.getConfiguration().get(settings.parallelRuns, 0),
  notifyFinished: (): boolean => vscode.workspace.getConfiguration().get(settings.notifyFinished, true),
  notifyFailed: (): boolean => vscode.workspace.getConfiguration().get(settings.notifyFailed, true),
  openLivePanelOnRun: (): boolean =>
    vscode.workspace.getConfiguration().get(settings.openLivePanelOnRun, true),
  /** A folder whose node_modules has @tensorflow/tfjs-node, absolute; null: none. */
  tensorflowFolder: (): string | null => {
    const folder = text(settings.tensorflowFolder);
    return folder === "" ? null : inWorkspace(folder);
  },
  /** Where run folders are, absolute; null where no folder is open. */
  runsRoot: (): string | null => {
    const workspace = workspaceFolder();
    if (workspace === null) return null;
    const folder = text(settings.runsFolder);
    return folder === "" ? defaultRunsRoot(workspace) : inWorkspace(folder);
  },
};

/** The folder of the workspace that runs belong to: the first, if it is on a disk. */
export function workspaceFolder(): string | null {
  const uri = vscode.workspace.workspaceFolders?.[0]?.uri;
  return uri?.scheme === "file" ? uri.fsPath : null;
}

function text(key: string): string {
  return vscode.workspace.getConfiguration().get(key, "").trim();
}

function inWorkspace(folder: string): string {
  return isAbsolute(folder) ? folder : join(workspaceFolder() ?? "", folder);
}
