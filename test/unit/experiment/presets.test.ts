import { describe, expect, it } from "vitest";
import {
  findPreset,
  findPresetSet,
  presetCatalogue,
  presets,
  presetSets,
} from "../../../src/experiment/presets.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { problemLines } from "./problemLines.ts";

describe("presets", () => {
  it.each(presets)("$name is valid, is called by its name, and says what it shows", (preset) => {
    const experiment = resolveExperiment(preset.experiment, `preset:${preset.name}`);
    expect(experiment.name).toBe(preset.name);
    expect(preset.title).not.toBe("");
    expect(preset.description).not.toBe("");
    expect(findPreset(preset.name)).toBe(preset);
  });

  it("have different names, which sets do not have either", () => {
    const names = [...presets, ...presetSets].map(({ name }) => name);
    expect(names.filter((name, place) => names.indexOf(name) < place)).toEqual([]);
  });

  it.each(presetSets)("the set $name has members that are presets, called after it", (set) => {
    expect(set.members.length).toBeGreaterThan(1);
    expect(findPresetSet(set.name)).toBe(set);
    const prefix = set.name.replace(/-quick$/, "");
    for (const member of set.members) {
      expect(member.name.startsWith(`${prefix}-`), member.name).toBe(true);
      expect(findPreset(member.name)).toBe(member);
    }
  });

  it("are told apart from sets where one experiment is needed", () => {
    expect(problemLines(() => findPreset("fig5b"))).toEqual([
      expect.stringMatching(/^preset:fig5b: this is a set of experiments, .*: fig5b-none, fig5b-/),
    ]);
    expect(findPresetSet("base")).toBeUndefined();
  });

  it("have a base run that is all defaults", () => {
    expect(resolveExperiment(findPreset("base").experiment, "test")).toEqual(resolveExperiment({}, "test"));
  });

  it("lists the names when there is none of that name", () => {
    expect(problemLines(() => findPreset("bsae"))).toEqual([
      `preset:bsae: no such preset (did you mean "base"?); there are ${presetCatalogue.map(({ name }) => name).join(", ")}`,
    ]);
  });
});
