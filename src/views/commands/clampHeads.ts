import { dirname } from "node:path";
import * as vscode from "vscode";
import { addClamp, type ClampInput } from "../../experiment/editClamps.ts";
import { presetName } from "../../experiment/presetName.ts";
import { findPreset } from "../../experiment/presets.ts";
import { commands } from "../../ids.ts";
import { UserError } from "../../userError.ts";
import { workspaceFolder } from "../configuration.ts";
import type { Services } from "../services.ts";
import { askClamp } from "./askClamp.ts";
import type { ClampDestination } from "./clampDestination.ts";
import type { Command } from "./command.ts";
import { headGroups } from "./commandArguments.ts";
import { clampDestination } from "./destinationOf.ts";
import { editExperiment } from "./editExperiment.ts";
import { createFromPreset } from "./experimentCommands.ts";
import { shortPath } from "./experimentSource.ts";
import { forkFrom } from "./forkRun.ts";
import { headsToClamp, type HeadsToClamp } from "./headsToClamp.ts";
import { lastingClamps } from "./lastingClamps.ts";
import { clampWasSet, setClampLive } from "./setClampLive.ts";

/** Clamps the ticked heads of what the Architecture view shows: in its file, or in the run while it trains. */
export const clampSelectedHeads: Command = {
  id: commands.clampSelectedHeads,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const title = "Clamp Heads";
    const destination = await clampDestination(services, title);
    if (destination === null) return;
    // Both are of what the Architecture view shows, and so is the destination.
    const heads = headsToClamp(headGroups(args), services.architectureTree.tickedHeads);
    await clampIn(services, destination, { ...heads, title, asksKindFirst: false });
  },
};

/** Clamps anything of what the Architecture view shows, also what has no heads; ticked heads are a proposal. */
export const addAnyClamp: Command = {
  id: commands.addClamp,
  needs: ["trust", "folder"],
  run: async (services) => {
    const title = "Add Clamp";
    const destination = await clampDestination(services, title);
    if (destination === null) return;
    const heads = services.architectureTree.tickedHeads;
    await clampIn(services, destination, { heads, isAsked: true, title, asksKindFirst: true });
  },
};

/** What is to be clamped, and how it is asked. */
interface Proposal extends HeadsToClamp {
  readonly title: string;
  readonly asksKindFirst: boolean;
}

async function clampIn(
  services: Services,
  destination: ClampDestination,
  { heads, isAsked, title, asksKindFirst }: Proposal,
): Promise<void> {
  const { experiment } = destination;
  if (destination.kind === "waiting")
    throw new UserError(`“${destination.run.name}” has not begun: clamp it once it trains.`);
  const isLive = destination.kind === "live";
  const limits = {
    now: isLive ? (destination.run.status?.sequences ?? 0) : 0,
    total: experiment.training.sequences,
  };
  const clamp = await askClamp({
    title,
    where: nameOf(destination),
    experiment,
    others: isLive ? lastingClamps(destination.run) : experiment.clamps,
    heads,
    asksHeads: isAsked,
    asksKindFirst,
    clamp: null,
    limits,
    isLive,
    runs: services.library.runs,
    folder: folderOf(destination),
  });
  if (clamp === null) return;
  switch (destination.kind) {
    case "file":
      return addToFile(services, destination.file, clamp);
    case "preset":
      return addToPreset(services, destination.name, clamp);
    case "live":
      await setClampLive(services, destination.run, clamp, null);
      services.architectureTree.clearTicks();
      return;
    case "ended":
      return afterTheEnd(services, destination, clamp);
  }
}

/** A destination, for titles. */
function nameOf(destination: ClampDestination): string {
  switch (destination.kind) {
    case "file":
      return shortPath(destination.file);
    case "preset":
      return findPreset(destination.name).title;
    default:
      return destination.run.name;
  }
}

/** The base of relative paths in the experiment that gets the clamp. */
function folderOf(destination: ClampDestination): string {
  switch (destination.kind) {
    case "file":
      return dirname(destination.file);
    case "preset":
      return workspaceFolder() ?? "";
    default:
      return destination.run.record?.folder ?? workspaceFolder() ?? "";
  }
}

async function addToFile(
  { architectureTree, experiments }: Services,
  file: string,
  clamp: ClampInput,
): Promise<void> {
  await editExperiment(file, (text) => addClamp(text, clamp));
  architectureTree.clearTicks();
  await clampWasSet();
  await experiments.refresh();
}

async function addToPreset(services: Services, name: string, clamp: ClampInput): Promise<void> {
  const action = "Create File…";
  const message = `The preset “${name}” cannot be changed. Create an experiment file from it, with the clamp in it?`;
  if ((await vscode.window.showInformationMessage(message, { modal: true }, action)) !== action) return;
  const uri = await createFromPreset(findPreset(name));
  if (uri !== null) await addToFile(services, uri.fsPath, clamp);
}

async function afterTheEnd(
  services: Services,
  { run }: Extract<ClampDestination, { kind: "ended" }>,
  clamp: ClampInput,
): Promise<void> {
  const file = run.record?.experimentFile;
  const isFile = file !== undefined && presetName(file) === null;
  const [fork, write] = ["Fork Run…", "Write into Its Experiment"];
  const message = `“${run.name}” has ended. Where is the clamp to go?`;
  const answer = await vscode.window.showInformationMessage(
    message,
    { modal: true },
    fork,
    ...(isFile ? [write] : []),
  );
  if (answer === fork) await forkFrom(services, run, clamp);
  if (answer === write && isFile) await addToFile(services, file, clamp);
}
