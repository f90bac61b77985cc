import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import type { MeasureName } from "../../src/measures/measureValues.ts";
import type { MeasureResult } from "../../src/protocol/measureMessages.ts";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");

/**
 * What `optoscope measure --json` prints of a run: what a panel shows is held against it.
 * @param more further arguments, such as `--at`, `5000`
 * @throws with what the command line has printed where it fails
 */
export function measureRun<Name extends MeasureName>(
  folder: string,
  name: Name,
  ...more: readonly string[]
): MeasureResult<Name> {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, "measure", folder, name, "--json", ...more],
    { encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`${name} could not be measured:\n${stdout}\n${stderr}`);
  return JSON.parse(stdout) as MeasureResult<Name>;
}
