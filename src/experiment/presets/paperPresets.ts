import { headNames } from "../../clamps/heads.ts";
import type { ExperimentInput } from "../experimentSchema.ts";
import type { PaperOptions } from "./paperOptions.ts";
import type { Preset } from "./preset.ts";
import type { PresetSet } from "./presetSet.ts";

/**
 * The heads of the base run of seed 5, at full length and quick: presets are made before anything was trained, so they
 * name what `optoscope run preset:base` leads to. Bit-exact training gives the same heads on every machine; figures
 * find them in the run itself.
 */
const [strongest, previousTokenHead] = ["L1H5", "L0H5"];

/** What the presets of figures are made with: seed 5. */
export function presetOptions(quick: boolean): PaperOptions {
  return {
    seed: 5,
    strongest,
    rest: headNames(1, { heads: 8 }).filter((head) => head !== strongest),
    previousTokenHead,
    quick,
  };
}

/**
 * The presets of a figure: at full length, and quick (`fig5b-quick` with members such as `fig5b-match-quick`). A figure
 * of one run gives presets, one of several gives sets.
 * @param make the experiments by name, such as `fig5b-match`
 */
export function paperPresets(
  { name, title, description }: Pick<Preset, "name" | "title" | "description">,
  make: (options: PaperOptions) => Readonly<Record<string, ExperimentInput>>,
): (Preset | PresetSet)[] {
  return [false, true].map((quick) => {
    const ending = quick ? "-quick" : "";
    const set = {
      name: `${name}${ending}`,
      title: quick ? `${title}, quick` : title,
      description: quick ? `${description} Quick: ten times the rate, a tenth of the time.` : description,
    };
    const members = Object.entries(make(presetOptions(quick))).map(([member, experiment]): Preset => {
      const words = member.startsWith(`${name}-`)
        ? member.slice(name.length + 1).replaceAll("-", " ")
        : member;
      return {
        name: `${member}${ending}`,
        title: `${set.title}: ${words}`,
        description: set.description,
        experiment,
      };
    });
    const [only] = members;
    return members.length === 1 && only !== undefined
      ? { ...set, experiment: only.experiment }
      : { ...set, members };
  });
}
