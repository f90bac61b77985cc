import { commands } from "../../ids.ts";
import { UserError } from "../../userError.ts";
import { askClamp } from "./askClamp.ts";
import { runDestination } from "./clampDestination.ts";
import type { Command } from "./command.ts";
import { headNames } from "./commandArguments.ts";
import { setClampLive } from "./setClampLive.ts";
import { targetRun } from "./targetRuns.ts";

const title = "Clamp Head While Running";

/** Clamps heads of a run while it trains: those that are ticked, or those that the user chooses. */
export const clampHeadWhileRunning: Command = {
  id: commands.clampHeadWhileRunning,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const clicked = headNames(args);
    const { tickedHeads, subject } = services.architectureTree;
    // Called on a head, it is about the run whose heads these are.
    const shown = clicked.length > 0 && subject?.kind === "run" ? [subject.id] : [];
    const run = await targetRun(services, clicked.length > 0 ? shown : args, {
      action: "clamp",
      title,
      none: "No run is training: start one, then clamp its heads while it trains.",
    });
    if (run === null) return;
    const destination = runDestination(run);
    if (destination?.kind !== "live") throw new UserError(`“${run.name}” is not training.`);
    const { model, training } = destination.experiment;
    const limits = { now: run.status?.sequences ?? 0, total: training.sequences };
    const heads = tickedHeads.length > 0 ? tickedHeads : clicked;
    const clamp = await askClamp({ title, model, heads, clamp: null, limits, isLive: true });
    if (clamp !== null) await setClampLive(services, run, clamp, null);
  },
};
