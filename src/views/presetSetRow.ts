import type { PresetSet } from "../experiment/presets/presetSet.ts";
import type { TreeRow } from "./treeRow.ts";

/** What the Experiments view shows of a set of presets, whose members are below. */
export function presetSetRow({ name, title, members }: PresetSet): TreeRow {
  const count = `${members.length} experiments`;
  return {
    label: name,
    description: `${title} · ${count}`,
    icon: { id: "layers", color: null },
    contextValue: "experiment-set",
    spoken: `set of presets ${name}, ${title}, ${count}`,
    isTicked: null,
  };
}
