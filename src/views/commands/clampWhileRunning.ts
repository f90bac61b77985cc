import { commands } from "../../ids.ts";
import { UserError } from "../../userError.ts";
import { askClamp } from "./askClamp.ts";
import { runDestination } from "./clampDestination.ts";
import type { Command } from "./command.ts";
import { headGroups } from "./commandArguments.ts";
import { headsToClamp } from "./headsToClamp.ts";
import { lastingClamps } from "./lastingClamps.ts";
import { setClampLive } from "./setClampLive.ts";
import { targetRun } from "./targetRuns.ts";

const title = "Clamp Head While Running";

/** Clamps heads of a run while it trains: those that are ticked, or those that the user chooses. */
export const clampHeadWhileRunning: Command = {
  id: commands.clampHeadWhileRunning,
  needs: ["trust", "folder"],
  run: async (services, ...args) => {
    const clicked = headGroups(args);
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
    const { experiment } = destination;
    const limits = { now: run.status?.sequences ?? 0, total: experiment.training.sequences };
    // Ticks are of the run whose heads are shown: for another, they are a proposal.
    const isShown = subject?.kind === "run" && subject.id === run.id;
    const { heads, isAsked } = headsToClamp(clicked, tickedHeads);
    const clamp = await askClamp({
      title,
      where: run.name,
      experiment,
      others: lastingClamps(run),
      heads,
      asksHeads: isAsked || !isShown,
      clamp: null,
      limits,
      isLive: true,
      runs: services.library.runs,
      folder: run.record?.folder ?? "",
    });
    if (clamp === null) return;
    await setClampLive(services, run, clamp, null);
    if (isShown) services.architectureTree.clearTicks();
  },
};
