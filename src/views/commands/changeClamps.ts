import { dirname } from "node:path";
import * as vscode from "vscode";
import { removeClamp, replaceClamp } from "../../experiment/editClamps.ts";
import { commands } from "../../ids.ts";
import { describeClamp } from "../../runs/comparison/describeClamp.ts";
import { formatSequences } from "../../runs/comparison/formatNumbers.ts";
import type { Services } from "../services.ts";
import { askClamp } from "./askClamp.ts";
import type { Command } from "./command.ts";
import { editExperiment } from "./editExperiment.ts";
import { shortPath } from "./experimentSource.ts";
import { lastingClamps } from "./lastingClamps.ts";
import { requestClamp } from "./requestClamp.ts";
import { setClampLive } from "./setClampLive.ts";
import { targetClamps, type TargetClamp } from "./targetClamps.ts";

/** Takes clamps out of their experiment file, or lets go of them in a run while it trains. */
export const releaseClamp: Command = {
  id: commands.releaseClamp,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const targets = await targetClamps(services, args, "Release Clamp");
    // From the last to the first: taking one out moves those after it.
    for (const target of [...targets].sort((a, b) => placeOf(b) - placeOf(a)))
      await release(services, target);
  },
};

/** Asks for a clamp anew, beginning with what it is. */
export const editClamp: Command = {
  id: commands.editClamp,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const title = "Edit Clamp";
    const [target] = await targetClamps(services, args, title);
    if (target === undefined) return;
    const { experiment, clamp: before } = target;
    const isLive = target.kind === "run";
    const limits = {
      now: isLive ? (target.run.status?.sequences ?? 0) : 0,
      total: experiment.training.sequences,
    };
    const clamp = await askClamp({
      title,
      where: isLive ? target.run.name : shortPath(target.file),
      experiment,
      others: isLive
        ? lastingClamps(target.run, target.id)
        : experiment.clamps.filter((_, index) => index !== target.index),
      heads: [],
      clamp: before,
      limits,
      isLive,
      runs: services.library.runs,
      folder: isLive ? (target.run.record?.folder ?? "") : dirname(target.file),
    });
    if (clamp === null) return;
    if (target.kind === "run") await setClampLive(services, target.run, clamp, target.id);
    else {
      await editExperiment(target.file, (text) => replaceClamp(text, target.index, clamp));
      await services.experiments.refresh();
    }
  },
};

function placeOf(target: TargetClamp): number {
  return target.kind === "file" ? target.index : 0;
}

async function release(services: Services, target: TargetClamp): Promise<void> {
  if (target.kind === "file") {
    await editExperiment(target.file, (text) => removeClamp(text, target.index));
    await services.experiments.refresh();
    return;
  }
  const { run, id, clamp, experiment } = target;
  const words = describeClamp(clamp, experiment.model);
  const event = await requestClamp(services, run, { kind: "unclamp", id }, `“${words}” was not released`);
  services.log.info(`${run.id}: ${words} released at ${event.sequences}`);
  vscode.window.setStatusBarMessage(
    `$(pin) ${words}: released at ${formatSequences(event.sequences)}`,
    15_000,
  );
}
