import * as vscode from "vscode";
import { commands } from "../../ids.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { UserError } from "../../userError.ts";
import type { Command } from "./command.ts";
import { runIds } from "./commandArguments.ts";
import { whyNot } from "./runActions.ts";
import { runChoice } from "./runChoice.ts";
import { shownTargets } from "./shownTargets.ts";
import { targetRuns } from "./targetRuns.ts";

/** Shows runs in a Live panel. */
export const openLivePanel: Command = {
  id: commands.openLivePanel,
  needs: [],
  run: async (services, ...args) => {
    const question = {
      action: "show",
      title: "Open Live Panel",
      none: "There is no run to watch yet.",
    } as const;
    const runs = await targetRuns(services, args, question);
    if (runs.length > 0) services.panels.openLive(runs.map(({ id }) => id));
  },
};

/** Shows two or more runs in a Compare panel; with fewer selected, the user ticks those that he wants. */
export const compareRuns: Command = {
  id: commands.compareRuns,
  needs: [],
  run: async (services, ...args) => {
    const { library, panels, focusedRuns } = services;
    const fit = library.runs.filter((run) => whyNot("show", run) === null);
    const chosen = [runIds(shownTargets(services, args)), ...focusedRuns.choices]
      .map((ids) => ids.filter((id) => fit.some((run) => run.id === id)))
      .find((ids) => ids.length > 0);
    // A run from a menu is where to begin; two or more selected are all that is meant.
    const ids = chosen !== undefined && chosen.length > 1 ? chosen : await pick(fit, chosen ?? []);
    if (ids !== null) panels.openCompare(ids);
  },
};

async function pick(fit: readonly RunEntry[], ticked: readonly string[]): Promise<readonly string[] | null> {
  if (fit.length < 2) {
    const there = fit.length === 0 ? "there is none yet" : "there is only one";
    throw new UserError(`It takes two runs to compare: ${there}.`);
  }
  const choices = fit.map((run) => ({ ...runChoice(run), picked: ticked.includes(run.id) }));
  for (;;) {
    const picked = await vscode.window.showQuickPick(choices, {
      title: "Compare Runs",
      placeHolder: "Tick two or more runs (Space ticks, Enter goes on)",
      canPickMany: true,
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (picked === undefined) return null;
    if (picked.length > 1) return picked.map(({ choice }) => choice.id);
    void vscode.window.showInformationMessage("It takes two runs to compare.");
  }
}
