import { basename, resolve } from "node:path";
import { loadExperiment } from "../experiment/loadExperiment.ts";
import { presetName, presetSource } from "../experiment/presetName.ts";
import { findPreset, findPresetSet } from "../experiment/presets.ts";
import { resolveSwept } from "../experiment/resolveExperiment.ts";
import type { SweepMember } from "../experiment/sweepMember.ts";
import type { Call } from "./command.ts";
import { readOverrides } from "./experimentArgument.ts";

/** One experiment of a group. */
export interface GroupMember extends SweepMember {
  /** Absolute path, or `preset:NAME`. */
  readonly file: string;
}

/** What the command line was asked to run: one experiment, or several that belong together. */
export interface ExperimentGroup {
  readonly name: string;
  /** At least one. */
  readonly members: readonly GroupMember[];
  /** Whether it is a sweep or a set, be it of one member. */
  readonly isGroup: boolean;
  /** Base of relative paths. */
  readonly folder: string;
}

/**
 * Reads the first argument, `FILE` or `preset:NAME`, as `readExperimentArgument`, but takes sweeps and sets of presets
 * apart.
 * @throws UserError when the file or what it says is unusable
 * @throws UsageError when an override is not of the form key.path=json
 */
export async function readExperimentGroup(call: Call): Promise<ExperimentGroup> {
  const [argument = ""] = call.positionals;
  const overrides = readOverrides(call);
  const name = presetName(argument);
  if (name === null) {
    const { experiment, members, folder } = await loadExperiment(argument, overrides);
    const file = resolve(argument);
    const isGroup = experiment.sweep !== undefined;
    const all = members.map((member) => ({ ...member, file }));
    return { name: isGroup ? experiment.name : basename(file), members: all, isGroup, folder };
  }
  const set = findPresetSet(name);
  const presets = set?.members ?? [findPreset(name)];
  const resolved = presets.map((preset) => {
    const file = presetSource(preset.name);
    return { file, ...resolveSwept(preset.experiment, file, overrides) };
  });
  const members = resolved.flatMap(({ file, members: swept }) =>
    swept.map((member) => ({ ...member, file })),
  );
  const sweep = resolved.find(({ experiment }) => experiment.sweep !== undefined)?.experiment;
  const isGroup = set !== undefined || sweep !== undefined;
  return {
    name: set === undefined ? (sweep?.name ?? name) : name,
    members,
    isGroup,
    folder: process.cwd(),
  };
}
