import * as vscode from "vscode";
import { Disposable } from "../disposable.ts";
import type { LocalPool, RunEnd } from "../execution/localPool.ts";
import type { RunLibrary } from "../execution/runLibrary.ts";
import { commands, settings } from "../ids.ts";
import { endMessage, type EndMessage } from "./endMessage.ts";
import { isResumable } from "./isResumable.ts";
import type { RunNode } from "./trees/runNode.ts";

interface Action extends vscode.MessageItem {
  readonly run: () => Thenable<unknown>;
}

/** Tells when a run has finished or come to a bad end, unless the user has asked not to be told. */
export class Notifications extends Disposable {
  readonly #library: RunLibrary;
  readonly #log: vscode.LogOutputChannel;

  constructor(pool: LocalPool, library: RunLibrary, log: vscode.LogOutputChannel) {
    super();
    this.#library = library;
    this.#log = log;
    this.register(
      pool.onDidEnd((end) => {
        this.#tell(end).catch((error: unknown) => {
          log.error(`notification of ${end.id}: ${String(error)}`);
        });
      }),
    );
  }

  async #tell(end: RunEnd): Promise<void> {
    const entry = this.#library.find(end.id);
    const message = endMessage(end, entry?.status?.phaseChange ?? null);
    if (message === null) return;
    if (message.severity !== "information") {
      this.#log.error([message.text, ...end.logTail].join("\n"));
    }
    const setting = end.state === "finished" ? settings.notifyFinished : settings.notifyFailed;
    if (!vscode.workspace.getConfiguration().get<boolean>(setting, true)) return;
    const node: RunNode = { kind: "run", id: end.id };
    const command = (title: string, id: string): Action => ({
      title,
      run: () => vscode.commands.executeCommand(id, node),
    });
    const canResume = entry !== undefined && isResumable({ state: end.state, record: entry.record });
    const actions =
      end.state === "finished"
        ? [command("Open Live Panel", commands.openLivePanel), command("Compare…", commands.compareRuns)]
        : [
            command("Show Log", commands.showLog),
            ...(canResume ? [command("Resume", commands.resumeRun)] : []),
          ];
    const never: Action = {
      title: "Don't Show Again",
      run: () =>
        vscode.workspace.getConfiguration().update(setting, false, vscode.ConfigurationTarget.Global),
    };
    await (await show(message, [...actions, never]))?.run();
  }
}

function show({ severity, text }: EndMessage, actions: readonly Action[]): Thenable<Action | undefined> {
  switch (severity) {
    case "information":
      return vscode.window.showInformationMessage(text, ...actions);
    case "warning":
      return vscode.window.showWarningMessage(text, ...actions);
    case "error":
      return vscode.window.showErrorMessage(text, ...actions);
  }
}
