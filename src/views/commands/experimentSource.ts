import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import type { Override } from "../../experiment/overrides.ts";
import { parseExperiment, parseSwept } from "../../experiment/parseExperiment.ts";
import { presetName } from "../../experiment/presetName.ts";
import { findPreset } from "../../experiment/presets.ts";
import { resolveExperiment, resolveSwept } from "../../experiment/resolveExperiment.ts";
import type { SweptExperiment } from "../../experiment/sweepMember.ts";
import { UserError } from "../../userError.ts";
import { workspaceFolder } from "../configuration.ts";
import { readExperimentItem } from "../readExperimentItem.ts";

/** What an experiment is read from. */
export interface ExperimentSource {
  /** For titles and messages. */
  readonly name: string;
  /** The absolute path of the file, or `preset:NAME`. */
  readonly file: string;
  /** The base of the experiment's relative paths. */
  readonly folder: string;
  /**
   * The experiment with some values replaced.
   * @throws UserError naming every problem
   */
  readonly resolve: (overrides: readonly Override[]) => Experiment;
  /**
   * The experiment, and those that it stands for by its sweep.
   * @throws UserError naming every problem
   */
  readonly resolveAll: () => SweptExperiment;
}

/**
 * Reads an experiment: a file by its absolute path, as it is in the editor, or `preset:NAME`.
 * @throws UserError when it cannot be read
 */
export async function readSource(name: string): Promise<ExperimentSource> {
  const folder = workspaceFolder() ?? "";
  const named = presetName(name);
  if (named !== null) {
    const preset = findPreset(named);
    const resolve: ExperimentSource["resolve"] = (overrides) =>
      resolveExperiment(preset.experiment, name, overrides);
    const resolveAll = () => resolveSwept(preset.experiment, name);
    return { name: preset.title, file: name, folder, resolve, resolveAll };
  }
  const shown = shortPath(name);
  const text = await readText(name);
  return {
    name: shown,
    file: name,
    folder: dirname(name),
    resolve: (overrides) => parseExperiment(text, shown, overrides),
    resolveAll: () => parseSwept(text, shown),
  };
}

/**
 * Saves an experiment file that has unsaved changes, so that a run is of what the user sees and its file says so.
 * @returns false where it could not be saved
 */
export async function saveSource(name: string): Promise<boolean> {
  const document = openDocument(name);
  return document?.isDirty !== true || (await document.save());
}

/**
 * The text of an experiment file by its absolute path: as it is in the editor where it is open.
 * @throws UserError when it cannot be read
 */
export async function readText(name: string): Promise<string> {
  const { text, item } = await readExperimentItem(vscode.Uri.file(name));
  if (text === null) throw new UserError(item.problem ?? `${shortPath(name)}: cannot be read`);
  return text;
}

function openDocument(file: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "file" && uri.fsPath === file);
}

/** Relative to the workspace where it is inside. */
export function shortPath(file: string): string {
  return vscode.workspace.asRelativePath(file);
}
