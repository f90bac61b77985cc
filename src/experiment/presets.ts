import { presetSource } from "./presetName.ts";
import { UserError } from "../userError.ts";
import { didYouMean } from "../nearest.ts";
import { base } from "./presets/base.ts";
import { fig5aPresets } from "./presets/fig5a.ts";
import { fig3Presets } from "./presets/fig3.ts";
import { fig4bPresets } from "./presets/fig4b.ts";
import { fig5bPresets } from "./presets/fig5b.ts";
import { fig6Presets } from "./presets/fig6.ts";
import { fig7Presets } from "./presets/fig7.ts";
import { fig8Presets } from "./presets/fig8.ts";
import { fig10Presets } from "./presets/fig10.ts";
import { fig15Presets } from "./presets/fig15.ts";
import { fig17Presets } from "./presets/fig17.ts";
import { fig18Presets } from "./presets/fig18.ts";
import type { Preset } from "./presets/preset.ts";
import type { PresetSet } from "./presets/presetSet.ts";
import { quick } from "./presets/quick.ts";

/** Everything that can be named after `preset:`, in the order in which it is listed; members are within their sets. */
export const presetCatalogue: readonly (Preset | PresetSet)[] = [
  base,
  quick,
  ...fig3Presets,
  ...fig4bPresets,
  fig5aPresets,
  ...fig5bPresets,
  ...fig6Presets,
  ...fig7Presets,
  ...fig8Presets,
  ...fig10Presets,
  ...fig15Presets,
  ...fig17Presets,
  ...fig18Presets,
];

/** Every preset of one experiment, also those that are members of sets. */
export const presets: readonly Preset[] = presetCatalogue.flatMap((each) =>
  "members" in each ? each.members : [each],
);

/** Every set of presets. */
export const presetSets: readonly PresetSet[] = presetCatalogue.filter((each) => "members" in each);

/** The set of presets of that name; undefined when there is none. */
export function findPresetSet(name: string): PresetSet | undefined {
  return presetSets.find((each) => each.name === name);
}

/**
 * The preset of that name.
 * @throws UserError listing the names when there is none, or saying that it is a set
 */
export function findPreset(name: string): Preset {
  const preset = presets.find((each) => each.name === name);
  if (preset) return preset;
  const place = presetSource(name.slice(0, 60));
  const set = findPresetSet(name);
  if (set !== undefined) {
    const members = set.members.map((each) => each.name).join(", ");
    throw new UserError(`this is a set of experiments, and one is needed here: ${members}`, { place });
  }
  const names = presetCatalogue.map((each) => each.name);
  const known = [...names, ...presets.map((each) => each.name)];
  throw new UserError(`no such preset${didYouMean(name, known)}; there are ${names.join(", ")}`, { place });
}
