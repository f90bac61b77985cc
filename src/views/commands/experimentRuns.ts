import { presetName, presetSource } from "../../experiment/presetName.ts";
import { findPresetSet } from "../../experiment/presets.ts";
import { newGroupId } from "../../runs/runGroup.ts";
import { readSource } from "./experimentSource.ts";
import type { NewRun } from "./launchRuns.ts";

type CreatedRun = Extract<NewRun, { kind: "create" }>;

/**
 * The runs of an experiment: a file by its absolute path, as it is in the editor, or `preset:NAME`. A sweep or a set of
 * presets gives several, as one group.
 * @throws UserError when it cannot be read, or naming every problem
 */
export async function experimentRuns(name: string): Promise<readonly CreatedRun[]> {
  const named = presetName(name);
  const set = named === null ? undefined : findPresetSet(named);
  const names = set?.members.map((member) => presetSource(member.name)) ?? [name];
  const sources = await Promise.all(names.map((each) => readSource(each)));
  const all = sources.map((source) => ({ source, swept: source.resolveAll() }));
  const sweep = all.find(({ swept }) => swept.experiment.sweep !== undefined)?.swept.experiment;
  const group = set?.name ?? sweep?.name;
  const id = newGroupId();
  return all.flatMap(({ source: { file, folder }, swept }) =>
    swept.members.map(({ experiment, values }) => ({
      ...{ kind: "create", experiment, experimentFile: file, folder },
      ...(group === undefined ? {} : { group: { id, name: group, values } }),
    })),
  );
}
