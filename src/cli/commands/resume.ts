import { resolve } from "node:path";
import { reopenRun } from "../../training/openRun.ts";
import type { Command } from "../command.ts";
import { flag } from "../command.ts";
import { trainInTerminal } from "../trainInTerminal.ts";

/** `optoscope resume`: goes on with a run that was stopped or broke off. */
export const resume: Command = {
  name: "resume",
  usage: "RUN_FOLDER [--quiet] [--json]",
  summary: "Go on with a run from its last checkpoint, with the same bits.",
  options: { quiet: { type: "boolean" }, json: { type: "boolean" } },
  explanations: {
    RUN_FOLDER: "what an earlier run has left",
    "--quiet": "print nothing but errors",
    "--json": "print only the result, as one line of JSON",
  },
  arity: [1, 1],
  async run(call) {
    const [folder = ""] = call.positionals;
    const opened = await reopenRun(resolve(folder));
    return trainInTerminal(opened, { quiet: flag(call, "quiet"), json: flag(call, "json") });
  },
};
