import { join } from "node:path";
import * as vscode from "vscode";
import type { RunEntry } from "../../execution/runEntry.ts";
import { commands } from "../../ids.ts";
import type { PanelKind } from "../../protocol/panelMessages.ts";
import { UserError } from "../../userError.ts";
import type { ExperimentLaunch } from "../commands/launchExperiment.ts";
import { whyNot } from "../commands/runActions.ts";
import { whyNoHeads } from "../whyNoHeads.ts";
import { chooseRuns } from "./chooseRuns.ts";
import { paperCurveSets } from "./paperCurveSets.ts";
import type { PanelDefaults } from "./panelDefaults.ts";
import { panelRules } from "./panelRules.ts";
import type { RunDocuments } from "./runDocuments.ts";
import type { PageRequest, RunPanel } from "./runPanel.ts";

/** With what requests of panels are done. */
export interface PanelRequestsOptions {
  readonly library: { readonly runs: readonly RunEntry[]; find(id: string): RunEntry | undefined };
  readonly documents: RunDocuments;
  readonly defaults: PanelDefaults;
  /** Offers an experiment; false when the user thought better of it. */
  readonly launch: (launch: ExperimentLaunch) => Promise<boolean>;
  /** Shows runs in a panel. */
  readonly open: (kind: PanelKind, runs: readonly string[]) => void;
}

/**
 * Does what a page asks for.
 * @returns false when the user thought better of it
 * @throws UserError where it cannot be done
 */
export async function performRequest(
  { library, documents, defaults, launch, open }: PanelRequestsOptions,
  panel: RunPanel,
  { page, number, request }: PageRequest,
): Promise<boolean> {
  switch (request.kind) {
    case "save":
      return save(request.fileName, request.content);
    case "copy":
      await vscode.env.clipboard.writeText(request.text);
      return true;
    case "text-diff":
      await documents.showDiff(request.left, request.right);
      return true;
    case "choose-runs": {
      const { mostRuns: most, needsHeads } = panelRules[panel.kind];
      const fits = (run: RunEntry) =>
        run.record !== null && whyNot("show", run) === null && (!needsHeads || whyNoHeads(run) === null);
      const among = library.runs.filter(fits);
      const title = most === 1 ? "Choose the Run of This Panel" : "Choose the Runs of This Panel";
      const chosen = await chooseRuns({ title, among, ticked: panel.runs, most });
      if (chosen !== null) panel.choose(chosen);
      return chosen !== null;
    }
    case "remove-runs":
      panel.choose(panel.runs.filter((id) => !request.runs.includes(id)));
      return true;
    case "paper-curves":
      page.post({ kind: "paper-curves", sets: paperCurveSets() });
      return true;
    case "measure":
      return page.measures.take(number, request.run, request.measure);
    case "launch-experiment":
      return launch(request);
    case "keep-defaults":
      await defaults.keep(panel.kind, request.ui);
      return true;
    case "open-panel": {
      const gone = request.runs.find((id) => library.find(id) === undefined);
      if (gone !== undefined) throw new UserError(`There is no run ${gone.slice(0, 100)}.`);
      open(request.panel, request.runs);
      return true;
    }
    case "run-command":
      // By its id, also where the run is gone: without a target, commands take what is selected.
      await vscode.commands.executeCommand(commandOf[request.command], request.run);
      return true;
    case "fork":
      await vscode.commands.executeCommand(commands.forkRunHere, request.run, request.at);
      return true;
  }
}

async function save(fileName: string, content: string | Uint8Array): Promise<boolean> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showSaveDialog({
    title: "Export",
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, join("/", fileName)) }),
  });
  if (chosen === undefined) return false;
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await vscode.workspace.fs.writeFile(chosen, bytes);
  return true;
}

const commandOf = {
  pause: commands.pauseRun,
  resume: commands.resumeRun,
  stop: commands.stopRun,
  clamp: commands.clampHeadWhileRunning,
  release: commands.releaseClamp,
  "show-log": commands.showLog,
  compare: commands.compareRuns,
} as const;
