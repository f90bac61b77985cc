import { presets as list } from "../../experiment/presets.ts";
import type { Command } from "../command.ts";
import { flag } from "../command.ts";
import { textWidth, wrap } from "../terminalText.ts";

/** `optoscope presets`: the experiments that come with Optoscope. */
export const presets: Command = {
  name: "presets",
  usage: "[--json]",
  summary: "List the experiments that come with Optoscope.",
  options: { json: { type: "boolean" } },
  explanations: { "--json": "print them whole, as JSON" },
  arity: [0, 0],
  run(call) {
    if (flag(call, "json")) process.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
    else {
      const width = Math.max(...list.map(({ name }) => name.length)) + "preset:".length + 2;
      for (const { name, title, description } of list) {
        const text = wrap(description, textWidth(process.stdout), width);
        process.stdout.write(`${`preset:${name}`.padEnd(width)}${title}\n${" ".repeat(width)}${text}\n`);
      }
    }
    return Promise.resolve(0);
  },
};
