import { refuseSweep } from "../../experiment/refuseSweep.ts";
import { commands } from "../../ids.ts";
import { UserError } from "../../userError.ts";
import type { Command } from "./command.ts";
import { askChanges } from "./askChanges.ts";
import { confirm } from "./confirm.ts";
import { experimentRuns } from "./experimentRuns.ts";
import { readSource, saveSource, shortPath } from "./experimentSource.ts";
import { launchRuns, type NewRun } from "./launchRuns.ts";
import { targetExperiment, targetExperiments } from "./targetExperiment.ts";

/** More runs than these are started only once the user has said so. */
const many = 20;

/** Runs experiments as they are, all that sweeps and sets of presets stand for; several are all checked before the first begins. */
export const runExperiment: Command = {
  id: commands.runExperiment,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const names = await targetExperiments(services, args, "Run Experiment");
    const runs: NewRun[] = [];
    for (const name of names) {
      await save(name);
      runs.push(...(await experimentRuns(name)));
    }
    if (runs.length > many && !(await confirmMany(runs.length))) return;
    if (runs.length > 0) await launchRuns(services, runs);
  },
};

/** Runs an experiment with some values changed, which the file does not get to know. */
export const runExperimentWithChanges: Command = {
  id: commands.runExperimentWithChanges,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const title = "Run Experiment with Changes";
    const name = await targetExperiment(services, args, title);
    if (name === null) return;
    await save(name);
    const source = await readSource(name);
    refuseSweep(source.resolveAll().experiment);
    const experiment = await askChanges({
      title: `${title}: ${source.name}`,
      action: "Run",
      resolve: source.resolve,
      canChange: () => true,
    });
    if (experiment === null) return;
    const { file, folder } = source;
    await launchRuns(services, [{ kind: "create", experiment, experimentFile: file, folder }]);
  },
};

function confirmMany(count: number): Promise<boolean> {
  const detail = "As many train at a time as the settings allow; the others wait in the queue.";
  return confirm(`Start ${count} runs?`, detail, "Start");
}

async function save(name: string): Promise<void> {
  if (!(await saveSource(name)))
    throw new UserError("has changes that could not be saved; a run is of what its file says", {
      file: shortPath(name),
    });
}
