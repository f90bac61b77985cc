import type { ExperimentInput } from "../experimentSchema.ts";
import type { Preset } from "./preset.ts";

/** Ready-made experiments that belong together, such as the curves of a figure; they are run as one group. */
export interface PresetSet {
  /** What users type after `preset:`. Members have it in their names: of `fig5b-quick`, `fig5b-match-quick`. */
  readonly name: string;
  /** A few words for lists. */
  readonly title: string;
  /** What it shows and how long it takes, in a sentence or two. */
  readonly description: string;
  /** At least one. Each is a preset of its own, too. */
  readonly members: readonly Preset[];
}

/**
 * A set of the given experiments, which are named by their keys: of the set `fig5b`, the member `fig5b-match` is titled
 * with the set's title and "match".
 */
export function presetSet(
  { name, title, description }: Omit<PresetSet, "members">,
  experiments: Readonly<Record<string, ExperimentInput>>,
): PresetSet {
  const members = Object.entries(experiments).map(([member, experiment]): Preset => {
    const words = member.startsWith(`${name}-`) ? member.slice(name.length + 1).replaceAll("-", " ") : member;
    return { name: member, title: `${title}: ${words}`, description, experiment };
  });
  return { name, title, description, members };
}
