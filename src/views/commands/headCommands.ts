import type { RunEntry } from "../../execution/runEntry.ts";
import { commands } from "../../ids.ts";
import { UserError } from "../../userError.ts";
import { chooseRuns } from "../panels/chooseRuns.ts";
import type { Services } from "../services.ts";
import { whyNoHeads } from "../whyNoHeads.ts";
import type { Command } from "./command.ts";
import { headGroups } from "./commandArguments.ts";
import { nameOf } from "./targetExperiment.ts";
import { targetRun, targetRuns, type RunQuestion } from "./targetRuns.ts";

/** Shows the heads of one or two runs in a Heads panel; of more, the user chooses. */
export const inspectHeads: Command = {
  id: commands.inspectHeads,
  needs: [],
  run: async (services, ...args) => {
    const title = "Inspect Heads";
    const runs = await targetRuns(services, targetsOf(services, args), question(title));
    const ids = runs.length > 2 ? await chooseTwo(title, runs) : runs.map(({ id }) => id);
    if (ids !== null && ids.length > 0) services.panels.openHeads(ids);
  },
};

/** Shows in a Wiring panel what heads of layer 0 do for those of layer 1. */
export const showWiring: Command = {
  id: commands.showWiring,
  needs: [],
  run: async (services, ...args) => {
    const run = await targetRun(services, targetsOf(services, args), question("Show Wiring"));
    if (run !== null) services.panels.openWiring(run.id);
  },
};

function question(title: string): RunQuestion {
  return { action: "show", title, none: "There is no run to look into yet.", alsoWhyNot: whyNoHeads };
}

function chooseTwo(title: string, among: readonly RunEntry[]): Promise<readonly string[] | null> {
  return chooseRuns({ title, among, ticked: [], most: 2 });
}

/** What the command is about: called on nodes of the Architecture view, the run that is shown there. */
function targetsOf({ architectureTree, library }: Services, args: readonly unknown[]): readonly unknown[] {
  if (headGroups(args).length === 0) return args;
  const { subject } = architectureTree;
  if (subject?.kind === "run") return [subject.id];
  if (subject === null) return [];
  const file = nameOf(subject.item);
  const runs = library.runs.filter(({ record }) => record !== null && record.experimentFile === file);
  if (runs.length > 0) return [runs.map(({ id }) => id)];
  const { item } = subject;
  const name = item.kind === "file" ? item.name : item.preset.title;
  throw new UserError(`“${name}” has not been run yet: run it (Run Experiment), then look into its run.`);
}
