import * as vscode from "vscode";
import { commands } from "../../ids.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { compareRuns } from "../../runs/comparison/compareRuns.ts";
import { comparisonMarkdown } from "../../runs/comparison/comparisonMarkdown.ts";
import type { Curves } from "../../runs/comparison/curves.ts";
import { curvesCsv } from "../../runs/comparison/curvesCsv.ts";
import { curvesJson } from "../../runs/comparison/curvesJson.ts";
import { runMarkdown } from "../../runs/comparison/runMarkdown.ts";
import { workspaceFolder } from "../configuration.ts";
import type { Command } from "./command.ts";
import { comparedRun } from "./comparedRun.ts";
import { targetRuns } from "./targetRuns.ts";

/** Copies a run as Markdown; several as a comparison, with the first as baseline. */
export const copyRunSummary: Command = {
  id: commands.copyRunSummary,
  needs: [],
  run: async (services, ...args) => {
    const question = {
      action: "show",
      title: "Copy Run Summary",
      none: "There is no run to copy yet.",
    } as const;
    const runs = (await targetRuns(services, args, question)).map(comparedRun);
    const [first] = runs;
    if (first === undefined) return;
    const text =
      runs.length === 1
        ? runMarkdown(first)
        : comparisonMarkdown(compareRuns(runs, { baseline: first.id, align: "sequences", at: null }));
    await vscode.env.clipboard.writeText(text);
    const what = runs.length === 1 ? `“${first.name}”` : `${runs.length} runs`;
    vscode.window.setStatusBarMessage(`$(clippy) Copied ${what} as Markdown`, 5000);
  },
};

/** Writes every metric of runs to a file: CSV or JSON, by its ending. */
export const exportMetrics: Command = {
  id: commands.exportMetrics,
  needs: [],
  run: async (services, ...args) => {
    const title = "Export Metrics";
    const runs = await targetRuns(services, args, {
      action: "show",
      title,
      none: "There is no run to export yet.",
    });
    const [first] = runs;
    if (first === undefined) return;
    const folder = workspaceFolder();
    const name = runs.length === 1 ? first.id : `${runs.length}-runs`;
    const target = await vscode.window.showSaveDialog({
      title,
      filters: { CSV: ["csv"], JSON: ["json"] },
      ...(folder === null ? {} : { defaultUri: vscode.Uri.joinPath(vscode.Uri.file(folder), `${name}.csv`) }),
    });
    if (target === undefined) return;
    const curves = await readAll(runs, title);
    if (curves === null) return;
    const text = target.path.toLowerCase().endsWith(".json") ? curvesJson(curves) : curvesCsv(curves);
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
    const open = "Open File";
    const message = `Exported ${runs.length === 1 ? "the run" : `${runs.length} runs`} to ${vscode.workspace.asRelativePath(target)}.`;
    void vscode.window.showInformationMessage(message, open).then((answer) => {
      if (answer === open) void vscode.commands.executeCommand("vscode.open", target);
    });
  },
};

/** Reads the curves of runs, one after the other, with progress. Null where the user cancels. */
function readAll(
  runs: readonly RunEntry[],
  title: string,
): Thenable<{ name: string; curves: Curves }[] | null> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    const read: { name: string; curves: Curves }[] = [];
    for (const run of runs) {
      progress.report({ message: run.name, increment: 100 / runs.length });
      // Reading is synchronous: this lets the window draw, and the user cancel.
      await new Promise((resolve) => setImmediate(resolve));
      if (cancelled.isCancellationRequested) return null;
      read.push({ name: run.name, curves: comparedRun(run).curves });
    }
    return read;
  });
}
