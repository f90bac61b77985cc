import { describe, expect, it } from "vitest";
import { findPreset, presets } from "../../../src/experiment/presets.ts";
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

  it("have different names", () => {
    expect(new Set(presets.map(({ name }) => name)).size).toBe(presets.length);
  });

  it("have a base run that is all defaults", () => {
    expect(resolveExperiment(findPreset("base").experiment, "test")).toEqual(resolveExperiment({}, "test"));
  });

  it("lists the names when there is none of that name", () => {
    expect(problemLines(() => findPreset("bsae"))).toEqual([
      `preset:bsae: no such preset (did you mean "base"?); there are ${presets.map(({ name }) => name).join(", ")}`,
    ]);
  });
});
