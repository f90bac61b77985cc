import type { RunEntry } from "../../execution/runEntry.ts";
import { commands } from "../../ids.ts";
import { chooseRuns } from "../panels/chooseRuns.ts";
import { whyNoHeads } from "../whyNoHeads.ts";
import type { Command } from "./command.ts";
import { clickedHead } from "./commandArguments.ts";
import { shownTargets } from "./shownTargets.ts";
import { targetRun, targetRuns, type RunQuestion } from "./targetRuns.ts";

/** Shows the heads of one or two runs in a Heads panel, the one that was clicked enlarged; of more, the user chooses. */
export const inspectHeads: Command = {
  id: commands.inspectHeads,
  needs: [],
  run: async (services, ...args) => {
    const title = "Inspect Heads";
    const runs = await targetRuns(services, shownTargets(services, args), question(title));
    const ids = runs.length > 2 ? await chooseTwo(title, runs) : runs.map(({ id }) => id);
    if (ids !== null && ids.length > 0) services.panels.openHeads(ids, clickedHead(args));
  },
};

/** Shows in a Wiring panel what heads of layer 0 do for those of layer 1. */
export const showWiring: Command = {
  id: commands.showWiring,
  needs: [],
  run: async (services, ...args) => {
    const run = await targetRun(services, shownTargets(services, args), question("Show Wiring"));
    if (run !== null) services.panels.openWiring(run.id);
  },
};

function question(title: string): RunQuestion {
  return { action: "show", title, none: "There is no run to look into yet.", alsoWhyNot: whyNoHeads };
}

function chooseTwo(title: string, among: readonly RunEntry[]): Promise<readonly string[] | null> {
  return chooseRuns({ title, among, ticked: [], most: 2 });
}
