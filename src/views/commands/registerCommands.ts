import * as vscode from "vscode";
import type { Services } from "../services.ts";
import type { Command, Need } from "./command.ts";
import { commandTable } from "./commandTable.ts";
import { reportFailure } from "./reportFailure.ts";

/** Registers every command. What a command throws is told to the user here and nowhere else. */
export function registerCommands(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandTable.map((command) =>
      vscode.commands.registerCommand(command.id, (...args: unknown[]) =>
        runCommand(services, command, args),
      ),
    ),
  );
}

async function runCommand(services: Services, command: Command, args: readonly unknown[]): Promise<void> {
  try {
    const missing = command.needs.find((need) => !isMet(services, need));
    if (missing === undefined) await command.run(services, ...args);
    else offer(missing);
  } catch (error) {
    reportFailure(services.log, command.id, error);
  }
}

function isMet({ library }: Services, need: Need): boolean {
  switch (need) {
    case "folder":
      return library.root !== null;
    case "trust":
      return vscode.workspace.isTrusted;
  }
}

/** Does not wait for the message to be closed, so that the command is over. */
function offer(need: Need): void {
  const { message, action, command } = offers[need];
  void vscode.window.showWarningMessage(message, action).then((answer) => {
    if (answer === action) void vscode.commands.executeCommand(command);
  });
}

const offers = {
  folder: {
    message: "Optoscope keeps experiments and runs in a folder: open one first.",
    action: "Open Folder",
    command: "vscode.openFolder",
  },
  trust: {
    message: "Nothing is run or changed in a workspace that is not trusted.",
    action: "Manage Workspace Trust",
    command: "workbench.trust.manage",
  },
} as const satisfies Record<Need, object>;
