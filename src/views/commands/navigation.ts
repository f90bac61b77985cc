import * as vscode from "vscode";
import { commands, views, walkthrough } from "../../ids.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { UserError } from "../../userError.ts";
import type { ExperimentItem } from "../experimentItem.ts";
import type { Services } from "../services.ts";
import type { ArchitectureSubject } from "../trees/architectureSubject.ts";
import type { Choice } from "./askChoice.ts";
import type { Command } from "./command.ts";
import { experimentNames, runIds } from "./commandArguments.ts";
import { runChoice } from "./runChoice.ts";
import { experimentChoice, nameOf } from "./targetExperiment.ts";

/** Shows a run or an experiment in the Architecture view, and the view. */
export const showArchitecture: Command = {
  id: commands.showArchitecture,
  needs: [],
  run: async (services, ...args) => {
    await services.experiments.refresh();
    const subject = (await namedSubject(services, args)) ?? (await pickSubject(services));
    if (subject === null) return;
    services.architectureTree.show(subject);
    await vscode.commands.executeCommand(`${views.architecture}.focus`);
  },
};

async function namedSubject(
  { library, experiments }: Services,
  args: readonly unknown[],
): Promise<ArchitectureSubject | null> {
  const run = runIds(args).flatMap((id) => library.find(id) ?? [])[0];
  if (run !== undefined) return { kind: "run", id: run.id };
  const [name] = experimentNames(args);
  if (name === undefined) return null;
  const item = experiments.items.find((each) => nameOf(each) === name);
  if (item !== undefined) return { kind: "experiment", item };
  if (!name.endsWith(".opto.json"))
    throw new UserError(`There is no run or experiment ${name.slice(0, 100)}.`);
  return { kind: "experiment", item: await experiments.read(vscode.Uri.file(name)) };
}

async function pickSubject({ library, experiments }: Services): Promise<ArchitectureSubject | null> {
  const line = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const runs = library.runs.filter(({ experiment }) => experiment !== null).map(ofRun);
  const files = experiments.items.map(ofExperiment);
  const items: (Choice<ArchitectureSubject> | (vscode.QuickPickItem & { choice?: undefined }))[] = [
    ...(runs.length > 0 ? [line("runs"), ...runs] : []),
    line("experiments"),
    ...files,
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: "Show Architecture",
    placeHolder: "Run or experiment to show",
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.choice ?? null;
}

function ofRun(run: RunEntry): Choice<ArchitectureSubject> {
  return { ...runChoice(run), choice: { kind: "run", id: run.id } };
}

function ofExperiment(item: ExperimentItem): Choice<ArchitectureSubject> {
  return { ...experimentChoice(item), choice: { kind: "experiment", item } };
}

/** Unticks all heads in the Architecture view. */
export const clearTickedHeads: Command = {
  id: commands.clearTickedHeads,
  needs: [],
  run: ({ architectureTree }) => {
    architectureTree.clearTicks();
  },
};

/** Reads run folders and experiment files anew. */
export const refreshRuns: Command = {
  id: commands.refreshRuns,
  needs: [],
  run: async ({ library, experiments }) => {
    library.refresh();
    await experiments.refresh();
  },
};

/** Goes to the Runs view. */
export const focusRuns: Command = {
  id: commands.focusRuns,
  needs: [],
  run: async () => {
    await vscode.commands.executeCommand(`${views.runs}.focus`);
  },
};

/** Opens the walkthrough. */
export const openWalkthrough: Command = {
  id: commands.openWalkthrough,
  needs: [],
  run: async ({ context }) => {
    const id = `${context.extension.id}#${walkthrough}`;
    await vscode.commands.executeCommand("workbench.action.openWalkthrough", id, false);
  },
};
