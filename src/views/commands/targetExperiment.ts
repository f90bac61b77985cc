import * as vscode from "vscode";
import { presetName, presetSource } from "../../experiment/presetName.ts";
import { presetSets } from "../../experiment/presets.ts";
import type { PresetSet } from "../../experiment/presets/presetSet.ts";
import { describeClamped } from "../../runs/comparison/describeClamped.ts";
import { formatSequences } from "../../runs/comparison/formatNumbers.ts";
import { UserError } from "../../userError.ts";
import type { ExperimentItem } from "../experimentItem.ts";
import type { Services } from "../services.ts";
import type { Choice } from "./askChoice.ts";
import { experimentNames } from "./commandArguments.ts";

/** What a command is called with, or the experiment file in the active editor: absolute paths or `preset:NAME`. */
function namedExperiments(args: readonly unknown[]): readonly string[] {
  const named = experimentNames(args);
  const wrong = named.find((name) => !isExperiment(name));
  if (wrong !== undefined)
    throw new UserError("expected an experiment file (*.opto.json)", { file: wrong.slice(0, 300) });
  if (named.length > 0) return named;
  const active = vscode.window.activeTextEditor?.document.uri;
  return active?.scheme === "file" && isExperiment(active.fsPath) ? [active.fsPath] : [];
}

/**
 * The experiments that a command works with: those it was called with, else the one in the active editor, else those
 * selected in the Experiments view, else the one that the user picks; as absolute paths or `preset:NAME`.
 * @returns none where the user breaks off
 * @throws UserError where it was called with something else
 */
export async function targetExperiments(
  { experiments, experimentsTree }: Services,
  args: readonly unknown[],
  title: string,
  many = true,
): Promise<readonly string[]> {
  const named = namedExperiments(args);
  const selected = [
    ...experimentsTree.selected.map(nameOf),
    ...experimentsTree.selectedSets.map(({ name }) => presetSource(name)),
  ];
  const names = named.length > 0 ? named : selected;
  if (names.length === 1 || (many && names.length > 1)) return names;
  await experiments.refresh();
  const choices = [
    ...experiments.items.map(experimentChoice),
    ...(many ? presetSets.map(setChoice) : []),
  ].filter(({ choice }) => names.length === 0 || names.includes(choice));
  const picked = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder: "Choose an experiment file or a preset",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked === undefined ? [] : [picked.choice];
}

/** As `targetExperiments`, for commands that work with one. Null where the user breaks off. */
export async function targetExperiment(
  services: Services,
  args: readonly unknown[],
  title: string,
): Promise<string | null> {
  const [name] = await targetExperiments(services, args, title, false);
  return name ?? null;
}

/** The absolute path of an experiment file, or `preset:NAME`. */
export function nameOf(item: ExperimentItem): string {
  return item.kind === "file" ? item.uri.fsPath : presetSource(item.preset.name);
}

function isExperiment(name: string): boolean {
  return presetName(name) !== null || name.toLowerCase().endsWith(".opto.json");
}

function setChoice({ name, title, description, members }: PresetSet): Choice<string> {
  return {
    ...{ label: `$(layers) ${title}`, description: `${members.length} presets`, detail: description },
    choice: presetSource(name),
  };
}

/** An experiment as an item of a quick pick. */
export function experimentChoice(item: ExperimentItem): Choice<string> {
  const choice = nameOf(item);
  if (item.kind === "preset") {
    const { title, description } = item.preset;
    return { label: `$(beaker) ${title}`, description: "preset", detail: description, choice };
  }
  const { name, experiment, problem } = item;
  if (experiment === null) {
    const [line = "has problems"] = (problem ?? "").split("\n");
    return { label: `$(warning) ${name}`, detail: line, choice };
  }
  const { training, seeds } = experiment;
  const clamped = describeClamped(experiment).replace(/^none$/, "no clamps");
  const detail = `${clamped} · seed ${seeds.init}`;
  const description = `${experiment.name} · ${formatSequences(training.sequences)} sequences`;
  return { label: `$(json) ${name}`, description, detail, choice };
}
