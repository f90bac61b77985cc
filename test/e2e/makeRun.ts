import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/** How a run is made. */
export interface MadeRun {
  readonly id: string;
  /** Settings that differ from the preset "quick", as JSON. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** The name that the user gave it. */
  readonly name?: string;
}

/**
 * Makes a finished run in a workspace with the built command line, and returns its folder.
 * @throws with what the command line has printed where it fails
 */
export function makeRun(workspace: string, { id, set = {}, name }: MadeRun): string {
  const folder = join(workspace, ".optoscope/runs", id);
  const settings = Object.entries(set).flatMap(([key, value]) => [
    "--set",
    `${key}=${JSON.stringify(value)}`,
  ]);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "run", "preset:quick", "--quiet", ...settings, "--out", folder],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`the run ${id} could not be made:\n${stdout}\n${stderr}`);
  if (name !== undefined) writeFileSync(join(folder, "label.json"), JSON.stringify({ name }));
  return folder;
}
