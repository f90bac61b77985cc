import * as vscode from "vscode";
import { listCheckpoints } from "../../runs/checkpointFiles.ts";
import { commands } from "../../ids.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import type { Override } from "../../experiment/overrides.ts";
import { resolveExperiment } from "../../experiment/resolveExperiment.ts";
import { indexAt, toCurves, type Curves } from "../../runs/comparison/curves.ts";
import { describeClamp, type AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import { readEvents, readMetrics } from "../../runs/runReader.ts";
import { UserError } from "../../userError.ts";
import type { Services } from "../services.ts";
import { askChanges } from "./askChanges.ts";
import { askClamp } from "./askClamp.ts";
import { clampsAt, type ClampsAt } from "./clampsAt.ts";
import type { Command } from "./command.ts";
import { canChangeInFork, whyNoFork } from "./forkRules.ts";
import { launchRuns } from "./launchRuns.ts";
import { targetRun } from "./targetRuns.ts";

const title = "Fork Run";

/** Starts a new run that goes on from a checkpoint of another, with some values changed. */
export const forkRun: Command = {
  id: commands.forkRun,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const run = await targetRun(services, args, {
      action: "fork",
      title,
      none: "No run has a checkpoint to go on from.",
    });
    if (run !== null) await forkFrom(services, run, null);
  },
};

/** Forks a run at a checkpoint that the user picks. `clamp`, if any, is one of the changes that he starts with. */
export async function forkFrom(services: Services, run: RunEntry, clamp: AnyClamp | null): Promise<void> {
  const { record, folder: parentFolder, name } = run;
  if (record === null) throw new UserError(`“${name}” cannot be read.`);
  const parent = record.experiment;
  const sequences = await pickCheckpoint(run);
  if (sequences === null) return;
  const held = clampsAt(record, readEvents(parentFolder).lines, sequences);
  const added = clamp ?? (await askTicked(services, run, sequences, held.clamps));
  if (added === undefined) return;
  const isOther = added !== null || held.live.length > 0 || held.released.length > 0;
  const clamps = added === null ? held.clamps : [...held.clamps, added];
  const experiment = await askChanges({
    title: `${title} at ${formatSequences(sequences)}: ${name}`,
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
  { architectureTree }: Services,
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

async function pickCheckpoint({ folder, name }: RunEntry): Promise<number | null> {
  const checkpoints = listCheckpoints(folder).reverse();
  if (checkpoints.length === 0)
    throw new UserError(`“${name}” has no checkpoint yet: a run can be forked once it has saved one.`);
  const curves = toCurves(readMetrics(folder).lines);
  const picked = await vscode.window.showQuickPick(
    checkpoints.map(({ sequences }) => ({
      label: `${sequences.toLocaleString("en-US")} sequences`,
      description: near(curves, sequences),
      sequences,
    })),
    {
      title: `${title}: ${name}`,
      placeHolder: "Checkpoint to go on from, the newest first",
      matchOnDescription: true,
    },
  );
  return picked?.sequences ?? null;
}

/** The metrics of the last evaluation at or before a checkpoint. */
function near({ sequences, columns }: Curves, at: number): string {
  const index = indexAt(sequences, at);
  if (index < 0) return "before the first evaluation";
  const loss = formatValue(columns["train.loss"]?.[index] ?? Number.NaN);
  const accuracy = formatValue(columns["train.accuracy"]?.[index] ?? Number.NaN);
  return `train loss ${loss} · accuracy ${accuracy}`;
}
