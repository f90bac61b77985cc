import { existsSync } from "node:fs";
import * as vscode from "vscode";
import { commands } from "../../ids.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { runPaths } from "../../runs/runPaths.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import type { Command } from "./command.ts";
import { confirm } from "./confirm.ts";
import { runIds } from "./commandArguments.ts";
import { targetRun, targetRuns } from "./targetRuns.ts";

/** Shows a run's folder: in the system's file manager, or where there is none (remote, browser) in the Explorer. */
export const showRunFolder: Command = {
  id: commands.showRunFolder,
  needs: [],
  run: async (services, ...args) => {
    const question = {
      action: "folder",
      title: "Show Run Folder",
      none: "There is no run folder yet.",
    } as const;
    const run = await targetRun(services, args, question);
    if (run === null) return;
    const uri = vscode.Uri.file(run.folder);
    const isHere = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
    if (isHere) await vscode.commands.executeCommand("revealFileInOS", uri);
    else if (vscode.workspace.getWorkspaceFolder(uri) !== undefined)
      await vscode.commands.executeCommand("revealInExplorer", uri);
    else {
      await vscode.env.clipboard.writeText(run.folder);
      void vscode.window.showInformationMessage(`The run folder is ${run.folder} (copied).`);
    }
  },
};

/** Gives a run another name; an empty one lets its name be made from what differs again. */
export const renameRun: Command = {
  id: commands.renameRun,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const title = "Rename Run";
    const run = await targetRun(services, args, {
      action: "rename",
      title,
      none: "There is no run to rename yet.",
    });
    if (run === null) return;
    const name = await vscode.window.showInputBox({
      title,
      prompt: `Name of “${run.name}”. Empty: made from what differs between runs. Its files keep their names.`,
      value: run.name,
      validateInput: (text) => (text.trim().length > 200 ? "expected at most 200 letters" : null),
    });
    if (name !== undefined) services.library.rename(run.id, name.trim() === "" ? null : name.trim());
  },
};

/** Deletes run folders, once the user has said so. */
export const deleteRun: Command = {
  id: commands.deleteRun,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const none = "There is no run to delete: what is training is stopped first.";
    const runs = await targetRuns(services, args, { action: "delete", title: "Delete Run", none });
    if (runs.length === 0) return;
    const names = runs.slice(0, 10).map(({ name }) => `“${name}”`);
    if (runs.length > names.length) names.push(`and ${runs.length - names.length} more`);
    const detail = `${names.join("\n")}\n\nTheir folders go, with metrics and checkpoints. This cannot be taken back.`;
    const [only] = runs;
    const question = runs.length === 1 ? `Delete “${only!.name}”?` : `Delete ${runs.length} runs?`;
    if (!(await confirm(question, runs.length === 1 ? singleDetail(only!) : detail, "Delete"))) return;
    await removeAll(services, runs);
  },
};

function singleDetail({ id }: RunEntry): string {
  return `Its folder ${id} goes, with metrics and checkpoints. This cannot be taken back.`;
}

function removeAll({ library }: Services, runs: readonly RunEntry[]): Thenable<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: "Deleting runs",
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    for (const { id, name } of runs) {
      if (cancelled.isCancellationRequested) return;
      progress.report({ message: name, increment: 100 / runs.length });
      await library.remove(id);
    }
  });
}

/** Opens a run's log, growing while it trains; without a run, the log of the extension. */
export const showLog: Command = {
  id: commands.showLog,
  needs: [],
  run: async (services, ...args) => {
    const { library, log, focusedRuns } = services;
    const [id] = [...runIds(args), ...focusedRuns.choices.flat()];
    const run = id === undefined ? undefined : library.find(id);
    if (run === undefined) {
      if (runIds(args).length > 0) throw new UserError("There is no such run.");
      log.show();
      return;
    }
    const file = runPaths(run.folder).log;
    if (!existsSync(file)) throw new UserError(`“${run.name}” has written no log.`);
    await vscode.window.showTextDocument(vscode.Uri.file(file));
  },
};
