import * as vscode from "vscode";
import type { RunEntry } from "../../execution/runEntry.ts";
import { runChoice } from "../commands/runChoice.ts";

/** Among which runs the user chooses, and how many. */
export interface RunsQuestion {
  readonly title: string;
  /** Those that can be chosen. */
  readonly among: readonly RunEntry[];
  /** Ids of those that are ticked from the start. */
  readonly ticked: readonly string[];
  /** How many he may choose. */
  readonly most: number;
}

/** Lets the user choose among runs. Null when he thinks better of it. */
export async function chooseRuns(question: RunsQuestion): Promise<readonly string[] | null> {
  const { title, among, most } = question;
  const options = { title, matchOnDescription: true, matchOnDetail: true };
  if (most === 1) {
    const picked = await vscode.window.showQuickPick(among.map(runChoice), {
      ...options,
      placeHolder: "Run to show",
    });
    return picked === undefined ? null : [picked.choice.id];
  }
  let { ticked } = question;
  for (;;) {
    const items = among.map((run) => ({ ...runChoice(run), picked: ticked.includes(run.id) }));
    const picked = await vscode.window.showQuickPick(items, {
      ...options,
      placeHolder: Number.isFinite(most) ? `Tick up to ${most} runs to show` : "Runs to show",
      canPickMany: true,
    });
    if (picked === undefined) return null;
    const chosen = picked.map(({ choice }) => choice.id);
    // Runs that stay keep their places.
    ticked = [...ticked.filter((id) => chosen.includes(id)), ...chosen.filter((id) => !ticked.includes(id))];
    if (ticked.length <= most) return ticked;
    void vscode.window.showInformationMessage(`Up to ${most} runs can be shown at a time.`);
  }
}
