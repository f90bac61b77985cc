import * as vscode from "vscode";
import type { RunEntry } from "../../execution/runEntry.ts";
import { commands, views } from "../../ids.ts";
import { UserError } from "../../userError.ts";
import type { Command } from "./command.ts";
import { confirm } from "./confirm.ts";
import { isOngoing } from "../../execution/stateKinds.ts";
import { targetRuns } from "./targetRuns.ts";

/** Pauses runs that are training. */
export const pauseRun: Command = {
  id: commands.pauseRun,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const question = { action: "pause", title: "Pause", none: "No run is training." } as const;
    const runs = await targetRuns(services, args, question);
    await each(runs, ({ id }) => services.pool.pause(id));
  },
};

/** Lets paused runs train on, and starts those again that have stopped before their end. */
export const resumeRun: Command = {
  id: commands.resumeRun,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const none = "No run is paused, and none has stopped before its end.";
    const runs = await targetRuns(services, args, { action: "resume", title: "Resume", none });
    await each(runs, ({ id }) => services.pool.resume(id));
  },
};

/** Stops runs; each saves a checkpoint and can be resumed. */
export const stopRun: Command = {
  id: commands.stopRun,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const question = { action: "stop", title: "Stop", none: "No run is training or waiting." } as const;
    const runs = await targetRuns(services, args, question);
    await each(runs, ({ id }) => services.pool.stop(id));
  },
};

/** Stops every run, once the user has said so. */
export const stopAllRuns: Command = {
  id: commands.stopAllRuns,
  needs: ["trust", "folder"],
  run: async ({ library, pool }) => {
    const active = library.runs.filter(({ state }) => isOngoing(state));
    if (active.length === 0) throw new UserError("No run is training or waiting.");
    const what = active.length === 1 ? `“${active[0]!.name}”` : `all ${active.length} runs`;
    const detail =
      "What has begun saves a checkpoint and can be resumed; what waits is taken from the queue.";
    if (!(await confirm(`Stop ${what}?`, detail, "Stop"))) return;
    await inView(() => pool.stopAll());
  },
};

/** Does the same to several runs at a time; the first problem is told when all are done. */
async function each(runs: readonly RunEntry[], action: (run: RunEntry) => Promise<void>): Promise<void> {
  if (runs.length === 0) return;
  await inView(async () => {
    const results = await Promise.allSettled(runs.map((run) => action(run)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  });
}

/** Shows in the Runs view that something is under way. */
function inView(action: () => Promise<unknown>): Thenable<unknown> {
  return vscode.window.withProgress({ location: { viewId: views.runs } }, action);
}
