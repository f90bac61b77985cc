import type { PanelClient } from "../shared/panelClient.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import { lastSaved } from "../shared/runPlaces.ts";
import { stateInfo } from "../shared/stateInfo.ts";

type Known = Pick<PanelClient, "isHydrated" | "runs" | "missing">;

/** What is said of runs that cannot be shown, or not yet; each a sentence. None where all is well. */
export function emptyWords({ isHydrated, runs, missing }: Known): string[] {
  if (!isHydrated) return ["Reading the runs…"];
  const words = missing.map(({ name, reason, isComing }) =>
    isComing ? `${name}: ${reason}` : `${name} cannot be shown: ${reason}`,
  );
  if (runs.length === 0 && missing.length === 0)
    words.push("No runs here yet. Add one to look into its heads.");
  for (const run of runs) {
    if (isToyRun(run)) words.push(`${run.name} is a run of the toy model, which has no heads.`);
    else if (lastSaved(run) === null)
      words.push(
        stateInfo(run.state).commands.includes("stop")
          ? `${run.name} has no checkpoint yet: its heads can be looked at once it is saved.`
          : `${run.name} has no checkpoints, so its heads cannot be looked at.`,
      );
  }
  return words;
}
