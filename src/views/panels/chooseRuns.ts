import * as vscode from "vscode";
import type { RunEntry } from "../../execution/runEntry.ts";

/** Lets the user choose among runs, some of them ticked from the start. Null when he thinks better of it. */
export async function chooseRuns(
  runs: readonly RunEntry[],
  ticked: readonly string[],
): Promise<readonly string[] | null> {
  const items = runs
    .filter(({ record }) => record !== null)
    .map(({ id, name, state }) => ({
      label: name,
      description: state,
      detail: id,
      picked: ticked.includes(id),
    }));
  const picked = await vscode.window.showQuickPick(items, {
    title: "Choose the Runs of This Panel",
    placeHolder: "Runs to show",
    canPickMany: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked === undefined) return null;
  const chosen = picked.map(({ detail }) => detail);
  // Runs that stay keep their places.
  return [...ticked.filter((id) => chosen.includes(id)), ...chosen.filter((id) => !ticked.includes(id))];
}
