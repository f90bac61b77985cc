import { resolve } from "node:path";
import { reopenRun } from "../../training/openRun.ts";
import type { Command } from "../command.ts";
import { terminalOptions } from "../terminalOptions.ts";
import { trainInTerminal } from "../trainInTerminal.ts";

/** `optoscope resume`: goes on with a run that was stopped or broke off. */
export const resume: Command = {
  name: "resume",
  usage: "RUN_FOLDER [--quiet] [--json]",
  summary: "Go on with a run from its last checkpoint, with the same bits.",
  options: terminalOptions.options,
  explanations: {
    RUN_FOLDER: "what an earlier run has left",
    ...terminalOptions.explanations,
  },
  arity: [1, 1],
  async run(call) {
    const [folder = ""] = call.positionals;
    const opened = await reopenRun(resolve(folder));
    return trainInTerminal(opened, terminalOptions.read(call));
  },
};
