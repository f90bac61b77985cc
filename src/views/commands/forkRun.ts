import * as vscode from "vscode";
import { listCheckpoints } from "../../runs/checkpointFiles.ts";
import { commands } from "../../ids.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import type { Override } from "../../experiment/overrides.ts";
import { resolveExperiment } from "../../experiment/resolveExperiment.ts";
import { indexAt, type Curves } from "../../runs/comparison/curves.ts";
import { describeClamp, type AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { formatCount, formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import { readCurves } from "../../runs/curvesReader.ts";
import { readEvents } from "../../runs/runReader.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { askChanges } from "./askChanges.ts";
import { askClamp } from "./askClamp.ts";
import { clampsAt, type ClampsAt } from "./clampsAt.ts";
import type { Command } from "./command.ts";
import { checkForkPlace, wholeStep, type ForkPlaces } from "./forkPlaces.ts";
import { canChangeInFork, whyNoFork } from "./forkRules.ts";
import { launchRuns } from "./launchRuns.ts";
import { pickForkPlace, typeForkPlace } from "./pickForkPlace.ts";
import { targetRun } from "./targetRuns.ts";

const title = "Fork Run";

/** Starts a new run that goes on from a checkpoint of another, or from any step, with some values changed. */
export const forkRun: Command = {
  id: commands.forkRun,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const run = await targetToFork(services, args);
    if (run !== null) await forkFrom(services, run, null);
  },
};

/** The same at a place that whoever calls it gives after the run, in sequences, or that the user types. */
export const forkRunHere: Command = {
  id: commands.forkRunHere,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const run = await targetToFork(services, args);
    if (run === null) return;
    const [, given] = args;
    const place = typeof given === "number" ? givenPlace(run, given) : await typeForkPlace(questionOf(run));
    if (place !== null) await forkFrom(services, run, null, place);
  },
};

function targetToFork(services: Services, args: readonly unknown[]): Promise<RunEntry | null> {
  return targetRun(services, args, { action: "fork", title, none: "There is no run to go on from." });
}

/**
 * Forks a run. `clamp`, if any, is one of the changes that the user starts with; `place`, a whole step in sequences,
 * where the fork begins: null lets him choose.
 */
export async function forkFrom(
  services: Services,
  run: RunEntry,
  clamp: AnyClamp | null,
  place: number | null = null,
): Promise<void> {
  const { record, folder: parentFolder, name } = run;
  if (record === null) throw new UserError(`“${name}” cannot be read.`);
  const parent = record.experiment;
  const sequences = place ?? (await pickForkPlace(questionOf(run)));
  if (sequences === null) return;
  const held = clampsAt(record, readEvents(parentFolder).lines, sequences);
  const added = clamp ?? (await askTicked(services, run, sequences, held.clamps));
  if (added === undefined) return;
  const isOther = added !== null || held.live.length > 0 || held.released.length > 0;
  const clamps = added === null ? held.clamps : [...held.clamps, added];
  const experiment = await askChanges({
    title: `${title} at ${formatCount(sequences)}: ${name}`,
    action: "Fork",
    resolve: (changes) => resolveExperiment(parent, name, changes),
    canChange: canChangeInFork,
    whyNot: (fork) => whyNoFork(parent, fork, sequences),
    initial: isOther ? [withClamps(clamps)] : [],
    note: heldNote(held, parent, sequences),
  });
  if (experiment !== null)
    await launchRuns(services, [{ kind: "fork", parentFolder, sequences, experiment }]);
}

/** Offers to clamp the ticked heads. Null: no clamp; undefined: the user breaks off. */
async function askTicked(
  { architectureTree, library }: Services,
  run: RunEntry,
  now: number,
  others: readonly AnyClamp[],
): Promise<AnyClamp | null | undefined> {
  const { tickedHeads: heads, subject } = architectureTree;
  if (heads.length === 0 || run.record === null) return null;
  const { experiment } = run.record;
  const clamping = `$(pinned) Clamp ${heads.join(", ")}…`;
  const picked = await vscode.window.showQuickPick(
    [{ label: clamping }, { label: "$(repo-forked) Go on without another clamp" }],
    { title, placeHolder: "Heads are ticked in the Architecture view" },
  );
  if (picked?.label !== clamping) return picked === undefined ? undefined : null;
  const clamp = await askClamp({
    title,
    where: `a fork of ${run.name}`,
    experiment,
    others,
    heads,
    // Ticks of another run's heads are a proposal.
    asksHeads: subject?.kind !== "run" || subject.id !== run.id,
    clamp: null,
    limits: { now, total: experiment.training.sequences },
    isLive: false,
    runs: library.runs,
    folder: run.record.folder,
  });
  return clamp ?? undefined;
}

function withClamps(value: readonly AnyClamp[]): Override {
  return { text: `clamps=${JSON.stringify(value)}`, path: ["clamps"], value };
}

/** Says which clamps the fork begins with because of what was done while the parent was running. */
function heldNote({ live, released }: ClampsAt, { model }: Experiment, sequences: number): string | null {
  const words = (clamps: readonly AnyClamp[]) =>
    clamps.map((clamp) => describeClamp(clamp, model)).join(" + ");
  const parts = [
    ...(live.length > 0 ? [`${words(live)}, set while running`] : []),
    ...(released.length > 0 ? [`without ${words(released)}, released by then`] : []),
  ];
  return parts.length === 0 ? null : `Clamps as at ${formatSequences(sequences)}: ${parts.join("; ")}.`;
}

function placesOf({ folder, status, experiment, name }: RunEntry): ForkPlaces {
  if (experiment === null) throw new UserError(`“${name}” cannot be read.`);
  const checkpoints = listCheckpoints(folder).map(({ sequences }) => sequences);
  const seen = Math.max(0, status?.sequences ?? 0, ...checkpoints);
  return { seen, batch: experiment.training.batch, checkpoints };
}

function questionOf(run: RunEntry) {
  const { curves } = readCurves(run.folder);
  return {
    title: `${title}: ${run.name}`,
    places: placesOf(run),
    near: (sequences: number) => near(curves, sequences),
  };
}

function givenPlace(run: RunEntry, sequences: number): number {
  const places = placesOf(run);
  const wrong = checkForkPlace(String(sequences), places);
  if (wrong !== null) throw new UserError(`“${run.name}” cannot be forked at ${sequences}: ${wrong}.`);
  return wholeStep(sequences, places);
}

/** The metrics of the last evaluation at or before a place. */
function near({ sequences, columns }: Curves, at: number): string {
  const index = indexAt(sequences, at);
  if (index < 0) return "before the first evaluation";
  const loss = formatValue(columns["train.loss"]?.[index] ?? Number.NaN);
  const accuracy = formatValue(columns["train.accuracy"]?.[index] ?? Number.NaN);
  return `train loss ${loss} · accuracy ${accuracy}`;
}
