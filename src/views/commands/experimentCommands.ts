import { dirname } from "node:path";
import * as vscode from "vscode";
import { commands } from "../../ids.ts";
import { presetName } from "../../experiment/presetName.ts";
import { findPreset, presets } from "../../experiment/presets.ts";
import type { Preset } from "../../experiment/presets/preset.ts";
import { askChoice } from "./askChoice.ts";
import type { Question } from "./askInTurn.ts";
import type { Command } from "./command.ts";
import { createExperimentFile } from "./createExperimentFile.ts";
import { stem } from "./experimentFileName.ts";
import { experimentTemplate } from "./experimentTemplate.ts";
import { readText, shortPath } from "./experimentSource.ts";
import { targetExperiment } from "./targetExperiment.ts";

/** Writes a new experiment file, made from a preset, and opens it. */
export const newExperiment: Command = {
  id: commands.newExperiment,
  needs: ["trust", "folder"],
  run: async ({ experiments }, named) => {
    // A button in the title of a view gives what has the focus there, which is not what is meant.
    const uri = await createFromPreset(typeof named === "string" ? preset(named) : null);
    if (uri === null) return;
    await vscode.window.showTextDocument(uri);
    await experiments.refresh();
  },
};

/** Opens an experiment file; a preset as a text that can be saved as one. */
export const openExperiment: Command = {
  id: commands.openExperiment,
  needs: [],
  run: async (services, ...args) => {
    const name = await targetExperiment(services, args, "Open Experiment");
    if (name === null) return;
    const source = preset(name);
    const document =
      source === null
        ? await vscode.workspace.openTextDocument(vscode.Uri.file(name))
        : await vscode.workspace.openTextDocument({
            language: "jsonc",
            content: experimentTemplate(source, source.name),
          });
    await vscode.window.showTextDocument(document);
  },
};

/** Writes a copy of an experiment beside it, and opens it. */
export const duplicateExperiment: Command = {
  id: commands.duplicateExperiment,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const title = "Duplicate Experiment";
    const name = await targetExperiment(services, args, title);
    if (name === null) return;
    const source = preset(name);
    const uri = source === null ? await copy(name, title) : await createFromPreset(source);
    if (uri === null) return;
    await vscode.window.showTextDocument(uri);
    await services.experiments.refresh();
  },
};

/**
 * Asks for a preset, unless one is given, and for a file name, and writes an experiment file made from it.
 * @returns the file, null where the user breaks off
 */
export async function createFromPreset(given: Preset | null): Promise<vscode.Uri | null> {
  let chosen = given ?? presets[0]!;
  const whichPreset: Question = (place) =>
    askChoice(place, {
      placeholder: "What to start from",
      choices: presets.map((each) => ({
        label: each.title,
        description: each.name,
        detail: each.description,
        choice: each,
      })),
      active: chosen,
      answer: (choice) => {
        chosen = choice;
      },
    });
  return createExperimentFile(() => ({
    title: "New Experiment",
    base: chosen.name,
    folder: null,
    content: (fileName) => experimentTemplate(chosen, stem(fileName)),
    before: given === null ? [whichPreset] : [],
  }));
}

async function copy(name: string, title: string): Promise<vscode.Uri | null> {
  const text = await readText(name);
  return createExperimentFile(() => ({
    title: `${title}: ${shortPath(name)}`,
    base: stem(name.replaceAll("\\", "/")),
    folder: vscode.Uri.file(dirname(name)),
    content: () => text,
  }));
}

/** The preset of `preset:NAME`; null for a file. */
function preset(source: string): Preset | null {
  const name = presetName(source);
  return name === null ? null : findPreset(name);
}
