import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { cwd } from "node:process";
import { defaultRunsRoot } from "../runs/runCatalogue.ts";

/** What a run is named by on the command line, for the help. */
export const runExplanation = "a run folder, or the id of a run in .optoscope/runs";

/** The folder of a run, by its path or its id. Whether there is a run in it is for others to see. */
export function runArgument(text: string): string {
  const folder = resolve(text);
  const named = resolve(defaultRunsRoot(cwd()), text);
  return !existsSync(folder) && existsSync(named) ? named : folder;
}
