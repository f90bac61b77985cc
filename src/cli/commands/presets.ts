import { presets as list } from "../../experiment/presets.ts";
import type { Command } from "../command.ts";
import { flag } from "../command.ts";

/** `optoscope presets`: the experiments that come with Optoscope. */
export const presets: Command = {
  name: "presets",
  usage: "[--json]",
  summary: "List the experiments that come with Optoscope.",
  options: { json: { type: "boolean" } },
  arity: [0, 0],
  run(call) {
    if (flag(call, "json")) process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
    else {
      const width = Math.max(...list.map(({ name }) => name.length)) + "preset:".length + 2;
      for (const { name, title, description } of list) {
        process.stdout.write(
          `${`preset:${name}`.padEnd(width)}${title}\n${" ".repeat(width)}${description}\n`,
        );
      }
    }
    return Promise.resolve(0);
  },
};
