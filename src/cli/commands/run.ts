import { basename, resolve } from "node:path";
import { defaultRunsRoot, newRunFolder } from "../../runs/runCatalogue.ts";
import { createRun } from "../../training/openRun.ts";
import type { Command } from "../command.ts";
import { flag, textOption, textOptions } from "../command.ts";
import { readExperimentArgument } from "../experimentArgument.ts";
import { trainInTerminal } from "../trainInTerminal.ts";

/** `optoscope run`: trains an experiment. */
export const run: Command = {
  name: "run",
  usage: "FILE|preset:NAME [--out RUN_FOLDER] [--set key.path=json]… [--quiet] [--json]",
  summary: "Train an experiment; Ctrl-C saves it, to be resumed.",
  options: {
    out: { type: "string" },
    set: { type: "string", multiple: true },
    quiet: { type: "boolean" },
    json: { type: "boolean" },
  },
  explanations: {
    FILE: "an experiment file (*.opto.json)",
    "preset:NAME": "an experiment that comes with Optoscope: see optoscope presets",
    "--out RUN_FOLDER": "where the run goes; a new or empty folder. Default: a new one in .optoscope/runs",
    "--set key.path=json": "change a value, such as --set training.batch=64; may be repeated",
    "--quiet": "print nothing but errors",
    "--json": "print only the result, as one line of JSON",
  },
  arity: [1, 1],
  async run(call) {
    const [argument = ""] = call.positionals;
    const { experiment, file, folder } = await readExperimentArgument(argument, textOptions(call, "set"));
    const out = textOption(call, "out");
    const place =
      out === undefined
        ? newRunFolder(defaultRunsRoot(process.cwd()), experiment.name, new Date())
        : { id: basename(resolve(out)), folder: resolve(out) };
    const opened = await createRun({
      experiment,
      experimentFile: file,
      folder,
      id: place.id,
      runFolder: place.folder,
    });
    return trainInTerminal(opened, { quiet: flag(call, "quiet"), json: flag(call, "json") });
  },
};
