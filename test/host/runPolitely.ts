import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { Screen } from "./hostReport.ts";
import { look, press } from "./screen.ts";

/** What a command did, as a user sees it. */
export interface Behaviour {
  /** Whether it came to its end once everything that it asked was dismissed. */
  readonly hasEnded: boolean;
  /** What it failed with: the user would be told so by VS Code, in raw words. */
  readonly rejection: string | null;
  /** What it showed: quick picks, input boxes, dialogs, notifications, and editors that were not open before. */
  readonly shown: readonly string[];
}

/** Runs a command with these arguments and dismisses, by the Escape key, whatever it asks. */
export async function runPolitely(command: string, ...args: readonly unknown[]): Promise<Behaviour> {
  await vscode.commands.executeCommand("notifications.clearAll");
  // VS Code shows no more than three notifications in 0.8 s.
  await sleep(300);
  const outcome: { hasEnded: boolean; rejection: string | null } = { hasEnded: false, rejection: null };
  const end = vscode.commands.executeCommand(command, ...args).then(
    () => {
      outcome.hasEnded = true;
    },
    (error: unknown) => {
      outcome.hasEnded = true;
      outcome.rejection = String(error);
    },
  );
  const shown = new Set<string>();
  const editorsBefore = new Set(editors());
  // Until nothing is left to see or to wait for. What a command shows last comes a moment after its end.
  for (let looks = 0, quiet = 0; looks < 60 && quiet < (shown.size > 0 ? 2 : 10); looks++) {
    await Promise.race([end, sleep(200)]);
    await sleep(100);
    const screen = await look();
    const opened = editors().filter((label) => !editorsBefore.has(label));
    for (const text of [...textsOf(screen), ...opened]) shown.add(text);
    const asks = screen.quickInput !== null || screen.dialog !== null;
    if (asks) await press("Escape");
    // A command may wait for the answer to a notification.
    else if (!outcome.hasEnded && screen.notifications.length > 0) {
      await vscode.commands.executeCommand("notifications.clearAll");
    }
    quiet = outcome.hasEnded && !asks ? quiet + 1 : 0;
  }
  return { ...outcome, shown: [...shown] };
}

function editors(): string[] {
  return vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => `editor: ${label}`));
}

function textsOf({ quickInput, dialog, notifications }: Screen): string[] {
  const asked = [quickInput, dialog].filter((text) => text !== null);
  return [...asked, ...notifications.map(({ severity, text }) => `${severity}: ${text}`)];
}
