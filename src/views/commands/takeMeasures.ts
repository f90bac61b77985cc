import * as vscode from "vscode";
import { measureOnce } from "../../execution/measureCache.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { runMeasure } from "../../execution/runMeasure.ts";
import type { MeasureJob, MeasureResult } from "../../protocol/measureMessages.ts";
import { configuration } from "../configuration.ts";
import type { Services } from "../services.ts";
import { steadyProgress } from "./steadyProgress.ts";

/** Something to measure. */
export interface WantedMeasure {
  readonly run: RunEntry;
  readonly job: MeasureJob;
  /** What it is, for the progress. */
  readonly text: string;
}

/**
 * Measures in a process of its own, one after the other, with progress; what was measured before is not computed again.
 * @returns the results in their order, null where the user cancels
 * @throws UserError where one cannot be taken
 */
export async function takeMeasures(
  { context, log }: Services,
  title: string,
  wanted: readonly WantedMeasure[],
): Promise<readonly MeasureResult[] | null> {
  const entry = vscode.Uri.joinPath(context.extensionUri, "dist", "measurer.js").fsPath;
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancelled) => {
    const controller = new AbortController();
    cancelled.onCancellationRequested(() => {
      controller.abort();
    });
    const tell = steadyProgress(progress);
    const results: MeasureResult[] = [];
    for (const [place, { run, job, text }] of wanted.entries()) {
      const onProgress = (fraction: number, doing: string) => {
        tell((place + fraction) / wanted.length, doing === "" ? text : `${text}: ${doing}`);
      };
      onProgress(0, "");
      try {
        const tensorflowFolder = configuration.tensorflowFolder();
        const { signal } = controller;
        const take = () => runMeasure(job, { entry, onProgress, signal, tensorflowFolder });
        results.push(await measureOnce(job, take));
      } catch (error) {
        if (controller.signal.aborted) return null;
        throw error;
      }
      log.info(`${run.id}: measured ${job.name} at ${job.at?.join(", ") ?? "the end"}`);
    }
    return results;
  });
}
