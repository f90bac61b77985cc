import { presetSource } from "./presetName.ts";
import { UserError } from "../userError.ts";
import { didYouMean } from "./nearest.ts";
import { base } from "./presets/base.ts";
import type { Preset } from "./presets/preset.ts";
import { quick } from "./presets/quick.ts";

/** Every preset, in the order in which they are listed. */
export const presets: readonly Preset[] = [base, quick];

/**
 * The preset of that name.
 * @throws UserError listing the names when there is none
 */
export function findPreset(name: string): Preset {
  const preset = presets.find((each) => each.name === name);
  if (preset) return preset;
  const names = presets.map((each) => each.name);
  throw new UserError(`no such preset${didYouMean(name, names)}; there are ${names.join(", ")}`, {
    place: presetSource(name.slice(0, 60)),
  });
}
