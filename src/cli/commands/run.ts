import { basename, resolve } from "node:path";
import { defaultRunsRoot, newRunFolder } from "../../runs/runCatalogue.ts";
import { createRun } from "../../training/openRun.ts";
import type { Command } from "../command.ts";
import { textOption } from "../command.ts";
import { experimentArgument, readExperimentArgument } from "../experimentArgument.ts";
import { terminalOptions } from "../terminalOptions.ts";
import { trainInTerminal } from "../trainInTerminal.ts";

/** `optoscope run`: trains an experiment. */
export const run: Command = {
  name: "run",
  usage: "FILE|preset:NAME [--set key.path=json]… [--out RUN_FOLDER] [--quiet] [--json]",
  summary: "Train an experiment; Ctrl-C saves it, to be resumed.",
  options: {
    ...experimentArgument.options,
    out: { type: "string" },
    ...terminalOptions.options,
  },
  explanations: {
    ...experimentArgument.explanations,
    "--out RUN_FOLDER": "where the run goes; a new or empty folder. Default: a new one in .optoscope/runs",
    ...terminalOptions.explanations,
  },
  arity: [1, 1],
  async run(call) {
    const { experiment, file, folder } = await readExperimentArgument(call);
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
    return trainInTerminal(opened, terminalOptions.read(call));
  },
};
