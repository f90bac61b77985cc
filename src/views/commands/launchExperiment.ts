import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { describeClamps } from "../../runs/comparison/describeClamp.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { whyNoHeads } from "../whyNoHeads.ts";
import { clampedExperiment } from "./clampedExperiment.ts";
import { createExperimentFile } from "./createExperimentFile.ts";
import { experimentFileText } from "./experimentFileText.ts";
import { launchRuns } from "./launchRuns.ts";
import { rebasePaths } from "./rebasePaths.ts";
import { whyNot } from "./runActions.ts";

/** An experiment that a panel proposes. */
export interface ExperimentLaunch {
  /** Id of the run whose experiment it is, but for its name and clamps. */
  readonly run: string;
  readonly name: string;
  /** As in an experiment file; after the run's own. */
  readonly clamps: readonly unknown[];
}

const [runNow, save] = ["$(play) Run Now", "$(save) Save as Experiment File…"];

/**
 * Offers the experiment of a run, with more clamps, to be run at once or kept as a file.
 * @returns false where the user thinks better of it
 * @throws UserError where the clamps do not fit the model or each other, and where nothing may be run
 */
export async function launchExperiment(services: Services, launch: ExperimentLaunch): Promise<boolean> {
  if (!vscode.workspace.isTrusted)
    throw new UserError("Nothing is run or changed in a workspace that is not trusted.");
  const run = services.library.find(launch.run);
  if (run === undefined) throw new UserError("This run is not in the runs folder any more.");
  const reason = whyNot("show", run) ?? whyNoHeads(run);
  if (reason !== null || run.record === null) throw new UserError(reason ?? `“${run.name}” cannot be read.`);
  const { folder } = run.record;
  const experiment = clampedExperiment(run.record.experiment, launch.name, launch.clamps);
  const added = experiment.clamps.slice(run.record.experiment.clamps.length);
  const held = describeClamps(added, experiment.model);
  const picked = await vscode.window.showQuickPick(
    [
      { label: runNow, detail: `The experiment of ${run.name} from the start, with ${held}` },
      { label: save, detail: "To be changed, or run later" },
    ],
    { title: `Launch Experiment: ${experiment.name}`, placeHolder: "What to do with the experiment" },
  );
  if (picked === undefined) return false;
  if (picked.label === save) return keepAsFile(services, experiment, folder);
  // With its own name and clamps it is the experiment of no file, also not of the run's.
  await launchRuns(services, [{ kind: "create", experiment, folder }]);
  return true;
}

async function keepAsFile(
  { experiments }: Services,
  experiment: Experiment,
  folder: string,
): Promise<boolean> {
  const uri = await createExperimentFile(() => ({
    title: `Save as Experiment File: ${experiment.name}`,
    base: fileNameOf(experiment.name),
    folder: null,
    content: (_, at) => experimentFileText(rebasePaths(experiment, folder, dirname(at.fsPath))),
  }));
  if (uri === null) return false;
  await vscode.window.showTextDocument(uri);
  await experiments.refresh();
  return true;
}

/** A name for people as one for a file, in small letters. */
function fileNameOf(name: string): string {
  const short = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return short === "" ? "experiment" : short.slice(0, 60);
}
