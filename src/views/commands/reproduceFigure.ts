import { join } from "node:path";
import * as vscode from "vscode";
import { parallelPlaces } from "../../execution/parallelPlaces.ts";
import { verdictMarkdown } from "../../figures/report/verdictMarkdown.ts";
import { verdictSummary } from "../../figures/report/verdictSummary.ts";
import { commands } from "../../ids.ts";
import type { ReproduceJob, ReproduceResult } from "../../paper/reproduceMessages.ts";
import { ReproducerProcess } from "../../paper/reproducerProcess.ts";
import { atomicWrite } from "../../runs/atomicWrite.ts";
import { newGroupId } from "../../runs/runGroup.ts";
import { UserError } from "../../userError.ts";
import { configuration, workspaceFolder } from "../configuration.ts";
import type { Services } from "../services.ts";
import { askFigures, type FigureAnswers } from "./askFigures.ts";
import type { Command } from "./command.ts";
import { figureName } from "./figureWork.ts";
import { openMarkdown } from "./openMarkdown.ts";
import { steadyProgress } from "./steadyProgress.ts";

const title = "Reproduce a Figure of the Paper";

/** Trains and measures what figures of the paper need, draws them, and holds the paper's statements against them. */
export const reproduceFigure: Command = {
  id: commands.reproduceFigure,
  needs: ["trust", "folder"],
  run: async (services) => {
    const entry = vscode.Uri.joinPath(services.context.extensionUri, "dist", "reproducer.js").fsPath;
    const { process, figures } = await ReproducerProcess.start(entry);
    try {
      const answers = await askFigures(title, figures);
      if (answers === null) return;
      const job = jobOf(services, answers);
      services.quietGroups.add(job.groupId);
      tellEnd(job, await make(services, process, job));
    } finally {
      process.end();
    }
  },
};

function jobOf({ library }: Services, { figures, quick, seeds }: FigureAnswers): ReproduceJob {
  const folder = workspaceFolder();
  const { root } = library;
  if (folder === null || root === null) throw new UserError("Runs are kept in a folder: open one first.");
  const out = join(folder, ".optoscope", quick ? "paper-quick" : "paper");
  return {
    figures,
    quick,
    seeds,
    root,
    folder,
    out,
    parallel: parallelPlaces(configuration.parallelRuns()),
    groupId: newGroupId(),
  };
}

function make({ log }: Services, process: ReproducerProcess, job: ReproduceJob): Thenable<ReproduceResult> {
  const [first = "", ...others] = job.figures.map(figureName);
  const what = others.length === 0 ? first : `${first} and ${others.length} more`;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Reproducing ${what}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    const controller = new AbortController();
    const tell = steadyProgress(progress);
    cancelled.onCancellationRequested(() => {
      controller.abort();
    });
    tell(0, "looking for runs");
    return process.make(job, {
      onProgress: tell,
      onLog: (text) => {
        log.info(`paper: ${text}`);
      },
      signal: controller.signal,
    });
  });
}

/** Says what has come of it, and offers to show it. Does not wait for the message to be closed. */
function tellEnd({ quick, out }: ReproduceJob, result: ReproduceResult): void {
  const { figures, failures, report, seconds, wasStopped } = result;
  const [failure] = failures;
  if (figures.length === 0) {
    if (!wasStopped) throw new UserError(failure?.reason ?? "No figure was made.");
    void vscode.window.showInformationMessage(
      "Stopped. What was trained is kept: the same figures go on from there.",
    );
    return;
  }
  const verdicts = join(out, "verdicts.md");
  const text = verdictMarkdown(figures, {
    ...{ quick, seconds, failures: wasStopped ? [] : failures },
    pictureOf: (id) => `${id}.svg`,
  });
  atomicWrite(verdicts, [new TextEncoder().encode(text)], false);
  const isPartial = failures.length > 0;
  const missing = wasStopped
    ? ` ${failures.length} were stopped, and go on the next time.`
    : ` ${failures.map(({ id }) => figureName(id)).join(", ")} could not be made: ${failure?.reason ?? ""}`;
  const message = `${madeText(figures.length)} ${verdictSummary(figures)}${isPartial ? missing : ""}`;
  const [openReport, showVerdicts] = ["Open Report", "Show Verdicts"];
  const tell =
    isPartial && !wasStopped ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  void tell(message, ...(report === null ? [] : [openReport]), showVerdicts).then(async (answer) => {
    if (answer === openReport && report !== null) await open(report, verdicts);
    if (answer === showVerdicts) await openMarkdown(verdicts);
  });
}

function madeText(count: number): string {
  return count === 1 ? "The figure is made." : `${count} figures are made.`;
}

/** In the browser of the machine that the user sits at; where that does not have the file, its verdicts in the editor. */
async function open(report: string, verdicts: string): Promise<void> {
  const isHere = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (isHere && (await vscode.env.openExternal(vscode.Uri.file(report)))) return;
  await openMarkdown(verdicts);
}
