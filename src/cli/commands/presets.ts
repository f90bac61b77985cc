import { presetCatalogue } from "../../experiment/presets.ts";
import type { Preset } from "../../experiment/presets/preset.ts";
import type { Command } from "../command.ts";
import { flag } from "../command.ts";
import { textWidth, wrap } from "../terminalText.ts";

/** `optoscope presets`: the experiments that come with Optoscope. */
export const presets: Command = {
  name: "presets",
  usage: "[--json]",
  summary: "List the experiments that come with Optoscope, and the sets that are run as a whole.",
  options: { json: { type: "boolean" } },
  explanations: { "--json": "print them whole, as JSON" },
  arity: [0, 0],
  run(call) {
    if (flag(call, "json")) process.stdout.write(`${JSON.stringify(presetCatalogue, null, 2)}\n`);
    else for (const each of presetCatalogue) process.stdout.write(describe(each, textWidth(process.stdout)));
    return Promise.resolve(0);
  },
};

/** Name and title, what it shows, and of a set the names of its members. */
function describe(preset: (typeof presetCatalogue)[number], columns: number): string {
  const { name, title, description } = preset;
  const members: readonly Preset[] = "members" in preset ? preset.members : [];
  const count = members.length === 0 ? "" : ` (a set of ${members.length})`;
  return [
    wrap(`preset:${name}  ${title}${count}`, columns, 4),
    `    ${wrap(description, columns, 4)}`,
    ...members.map((member) => `      preset:${member.name}`),
    "",
  ].join("\n");
}
