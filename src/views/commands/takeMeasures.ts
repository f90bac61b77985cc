import * as vscode from "vscode";
import { runMeasure } from "../../execution/measureProcess.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { keepMeasure, keptMeasure } from "../../paper/measureCache.ts";
import type { MeasureJob, MeasureResult } from "../../protocol/measureMessages.ts";
import { UserError } from "../../userError.ts";
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
        results.push(await take(run, job, { entry, onProgress, signal: controller.signal }));
      } catch (error) {
        if (controller.signal.aborted) return null;
        throw error;
      }
      log.info(`${run.id}: measured ${job.name} at ${job.at?.join(", ") ?? "the end"}`);
    }
    return results;
  });
}

async function take(
  { record, clamps, name }: RunEntry,
  job: MeasureJob,
  options: Pick<Parameters<typeof runMeasure>[1], "entry" | "onProgress" | "signal">,
): Promise<MeasureResult> {
  if (record === null) throw new UserError(`“${name}” cannot be read.`);
  // The clamps that a run was given while it trained may change once more what holds at a place: its name does not tell.
  const canKeep = clamps.every(({ isLive }) => !isLive);
  const kept = canKeep ? keptMeasure(job, record) : null;
  if (kept !== null) return kept;
  const tensorflowFolder = configuration.tensorflowFolder();
  const result = await runMeasure(job, { ...options, tensorflowFolder });
  if (canKeep) keepMeasure(job, record, result);
  return result;
}
