import { basename, resolve } from "node:path";
import { defaultRunsRoot, newRunFolder } from "../../runs/runCatalogue.ts";
import { createRun } from "../../training/openRun.ts";
import type { Call, Command, ExitCode } from "../command.ts";
import { countOption, flag, textOption, textOptions, UsageError } from "../command.ts";
import { experimentArgument } from "../experimentArgument.ts";
import type { ExperimentGroup } from "../experimentGroup.ts";
import { readExperimentGroup } from "../experimentGroup.ts";
import { terminalOptions } from "../terminalOptions.ts";
import { shellArgument } from "../terminalText.ts";
import { trainGroup } from "../trainGroup.ts";
import { trainInTerminal } from "../trainInTerminal.ts";

/** `optoscope run`: trains an experiment, or all that a sweep or a set of presets stands for. */
export const run: Command = {
  name: "run",
  usage:
    "FILE|preset:NAME [--set key.path=json]… [--out FOLDER] [--parallel N] [--continue] [--quiet] [--json]",
  summary: "Train an experiment, or all of a sweep or a set; Ctrl-C saves what trains, to be resumed.",
  options: {
    ...experimentArgument.options,
    out: { type: "string" },
    parallel: { type: "string" },
    continue: { type: "boolean" },
    ...terminalOptions.options,
  },
  explanations: {
    ...experimentArgument.explanations,
    "--out FOLDER":
      "where the run goes, a new or empty folder; of a sweep or a set, where the folders of its runs go. Default: .optoscope/runs, the run in a new folder there",
    "--parallel N": "of a sweep or a set, how many runs train at a time. Default: as many as processors",
    "--continue":
      "of a sweep or a set, keep runs that have finished there before, go on with those that were interrupted, and train only the others",
    ...terminalOptions.explanations,
  },
  arity: [1, 1],
  async run(call) {
    const parallel = countOption(call, "parallel");
    const group = await readExperimentGroup(call);
    if (!group.isGroup) return trainOne(call, group);
    const out = textOption(call, "out");
    return trainGroup(group, {
      ...terminalOptions.read(call),
      root: out === undefined ? defaultRunsRoot(process.cwd()) : resolve(out),
      parallel,
      goesOn: flag(call, "continue"),
      again: again(call),
    });
  },
};

async function trainOne(call: Call, { members, folder }: ExperimentGroup): Promise<ExitCode> {
  for (const name of ["parallel", "continue"])
    if (call.options[name] !== undefined)
      throw new UsageError(`--${name} is for a sweep or a set of presets; this is one experiment`);
  const [{ experiment, file }] = members as [ExperimentGroup["members"][number]];
  const out = textOption(call, "out");
  const place =
    out === undefined
      ? newRunFolder(defaultRunsRoot(process.cwd()), experiment.name, new Date())
      : { id: basename(resolve(out)), folder: resolve(out) };
  const opened = await createRun({
    ...{ experiment, experimentFile: file, folder },
    ...{ id: place.id, runFolder: place.folder },
  });
  return trainInTerminal(opened, terminalOptions.read(call));
}

/** The call that goes on where this one was interrupted. */
function again(call: Call): string {
  const options = ["out", "parallel"].flatMap((name) => {
    const value = textOption(call, name);
    return value === undefined ? [] : [`--${name}`, shellArgument(value)];
  });
  const set = textOptions(call, "set").flatMap((text) => ["--set", shellArgument(text)]);
  const [argument = ""] = call.positionals;
  return ["optoscope run", shellArgument(argument), ...set, ...options, "--continue"].join(" ");
}
