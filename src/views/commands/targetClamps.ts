import * as vscode from "vscode";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { presetName } from "../../experiment/presetName.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { ClampHistory } from "../../runs/comparison/clampHistory.ts";
import { describeClamp, type AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { UserError } from "../../userError.ts";
import type { ExperimentItem } from "../experimentItem.ts";
import type { Services } from "../services.ts";
import type { Choice } from "./askChoice.ts";
import { clampReferences, runIds, type ClampReference } from "./commandArguments.ts";
import { whyNot } from "./runActions.ts";
import { nameOf } from "./targetExperiment.ts";

/** A clamp that can be changed: in an experiment file, or in a run that is training or paused. */
export type TargetClamp =
  | {
      readonly kind: "run";
      readonly run: RunEntry;
      readonly experiment: Experiment;
      readonly id: string;
      readonly clamp: AnyClamp;
    }
  | {
      readonly kind: "file";
      readonly file: string;
      readonly experiment: Experiment;
      readonly index: number;
      readonly clamp: AnyClamp;
    };

/**
 * The clamps that a command works with: those it was called with, else those selected in the Clamps view, else the one
 * that the user picks, among those of the run it was called with or of all.
 * @returns none where the user breaks off
 * @throws UserError saying why where there are none
 */
export async function targetClamps(
  services: Services,
  args: readonly unknown[],
  title: string,
): Promise<readonly TargetClamp[]> {
  await services.experiments.refresh();
  const given = clampReferences(args);
  if (given.length > 0) return given.map((reference) => find(services, reference));
  const [only] = runIds(args);
  const selected = only === undefined ? clampReferences([services.clampsTree.selected]) : [];
  const fit = selected.flatMap((reference) => all(services).find((clamp) => isSame(clamp, reference)) ?? []);
  if (fit.length > 0) return fit;
  const among = all(services).filter(
    (each) => only === undefined || (each.kind === "run" && each.run.id === only),
  );
  if (among.length === 0) {
    throw new UserError(
      only === undefined
        ? "Nothing is clamped, in no experiment file and no run that is training."
        : noneIn(services, only),
    );
  }
  const picked = await vscode.window.showQuickPick(among.map(clampChoice), {
    title,
    placeHolder: "Choose a clamp",
  });
  return picked === undefined ? [] : [picked.choice];
}

function noneIn({ library }: Services, id: string): string {
  const run = library.find(id);
  if (run === undefined) return `There is no run ${id.slice(0, 100)}.`;
  return whyNot("clamp", run) ?? `“${run.name}” has no clamp that holds or waits.`;
}

/** Every clamp that can be changed: of runs first. */
function all({ library, experiments }: Services): TargetClamp[] {
  const ofRuns = library.runs
    .filter((run) => whyNot("clamp", run) === null)
    .flatMap((run) => run.clamps.flatMap((history) => ofRun(run, history) ?? []));
  return [...ofRuns, ...experiments.items.flatMap(ofFile)];
}

function ofRun(run: RunEntry, { id, clamp, state }: ClampHistory): TargetClamp | null {
  if (state === "off" || run.record === null) return null;
  return { kind: "run", run, experiment: run.record.experiment, id, clamp };
}

function ofFile(item: ExperimentItem): TargetClamp[] {
  if (item.kind === "preset" || item.experiment === null) return [];
  const { experiment } = item;
  return experiment.clamps.map((clamp, index) => ({
    kind: "file",
    file: nameOf(item),
    experiment,
    index,
    clamp,
  }));
}

function isSame(target: TargetClamp, reference: ClampReference): boolean {
  return target.kind === "run"
    ? reference.kind === "run" && reference.run === target.run.id && reference.id === target.id
    : reference.kind === "experiment" && reference.name === target.file && reference.index === target.index;
}

function find(services: Services, reference: ClampReference): TargetClamp {
  const found = all(services).find((target) => isSame(target, reference));
  if (found !== undefined) return found;
  if (reference.kind === "experiment") {
    const isPreset = presetName(reference.name) !== null;
    throw new UserError(
      isPreset
        ? "Presets cannot be changed: duplicate the preset, and change the clamps of the file."
        : "The clamp is no longer in the experiment file.",
    );
  }
  const run = services.library.find(reference.run);
  const reason = run === undefined ? "There is no such run." : whyNot("clamp", run);
  throw new UserError(reason ?? "The clamp no longer holds.");
}

function clampChoice(target: TargetClamp): Choice<TargetClamp> {
  const { clamp, experiment } = target;
  const where = target.kind === "run" ? `$(pulse) ${target.run.name}` : `$(json) ${experiment.name}`;
  return { label: describeClamp(clamp, experiment.model), description: where, choice: target };
}
