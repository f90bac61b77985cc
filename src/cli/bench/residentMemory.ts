import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { UserError } from "../../userError.ts";

/** Sequences of the run that is looked at: with evaluations and checkpoints, as in a whole one. */
const sequences = 150_000;

/**
 * Run first in the child: at its end it says its peak resident memory in KiB. Linux keeps that for each program, where
 * `resourceUsage` would also count what the parent had in memory when it started the child.
 */
const hook = `
import { readFileSync } from "node:fs";
process.on("exit", () => {
  let peak = process.resourceUsage().maxRSS;
  try { peak = /VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? peak; } catch {}
  process.stdout.write("\\npeak " + peak);
});`;

/**
 * The most memory that a base run on the default engine keeps resident, in bytes: of a process of its own that runs
 * this command line, with everything that a run writes, into a temporary folder. Throws a UserError where it fails.
 */
export async function measureResidentMemory(): Promise<number> {
  const [, script] = process.argv;
  if (script === undefined) throw new TypeError("no script is running");
  const folder = await mkdtemp(join(tmpdir(), "optoscope-bench-"));
  try {
    const hooked = ["--import", `data:text/javascript,${encodeURIComponent(hook)}`];
    const run = ["run", "preset:base", "--quiet", "--out", join(folder, "run")];
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...process.execArgv,
      ...hooked,
      script,
      ...run,
      "--set",
      `training.sequences=${sequences}`,
    ]);
    const peak = /^peak (\d+)/m.exec(stdout)?.[1];
    if (peak === undefined) throw new UserError("a run did not say how much memory it took");
    return Number(peak) * 1024;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
