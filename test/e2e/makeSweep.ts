import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runFolders } from "./runFiles.ts";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/**
 * Trains all that an experiment with a sweep stands for, in a workspace, with the built command line, and returns the
 * runs' folders, oldest first. The experiment's file stays in the workspace.
 * @throws with what the command line has printed where it fails
 */
export function makeSweep(
  workspace: string,
  experiment: { readonly name: string; readonly sweep: object },
): string[] {
  const before = runFolders(workspace);
  const file = join(workspace, `${experiment.name}.opto.json`);
  mkdirSync(workspace, { recursive: true });
  writeFileSync(file, JSON.stringify(experiment, null, 2));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "run", file, "--quiet", "--out", join(workspace, ".optoscope/runs")],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${experiment.name} could not be run:\n${stdout}\n${stderr}`);
  return runFolders(workspace).filter((folder) => !before.includes(folder));
}
