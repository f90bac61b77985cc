import { describe, expect, test } from "vitest";
import { parseExperiment } from "../../../../src/experiment/parseExperiment.ts";
import { presets } from "../../../../src/experiment/presets.ts";
import type { Preset } from "../../../../src/experiment/presets/preset.ts";
import { resolveExperiment } from "../../../../src/experiment/resolveExperiment.ts";
import { experimentTemplate } from "../../../../src/views/commands/experimentTemplate.ts";

const clamped: Preset = {
  name: "clamped",
  title: "Clamped",
  description: "For a test.",
  experiment: {
    model: { mlpRatio: 4 },
    data: { source: { kind: "one-hot" }, exemplars: [1, 1, 0] },
    clamps: [
      { kind: "ablate", heads: ["L1H0"] },
      { kind: "previous-token", heads: ["L0H2"], strength: 0.5 },
    ],
    engine: { fast: true },
  },
};

describe("a new experiment file", () => {
  test.each([...presets, clamped])("made from $name is the preset under the file's name", (preset) => {
    const text = experimentTemplate(preset, 'my "run"');
    const expected = resolveExperiment({ ...preset.experiment, name: 'my "run"' }, "preset");
    expect(parseExperiment(text, "x.opto.json")).toEqual(expected);
  });

  test("says what each key means, on lines that can be read", () => {
    const lines = experimentTemplate(clamped, "x").split("\n");
    lines.forEach((line, index) => {
      if (/^ {2,4}"\w+": (?!\{$)/.test(line)) expect(lines[index - 1], line).toMatch(/^ +\/\/ ./);
    });
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(lines).toContain('    { "kind": "previous-token", "heads": ["L0H2"], "strength": 0.5 }');
  });

  test("says what the preset says, without all defaults of what it chooses by kind", () => {
    expect(experimentTemplate(clamped, "x")).toContain('"source": { "kind": "one-hot" }');
    const adam = { ...clamped, experiment: { training: { optimizer: { rate: 1e-4 } } } };
    expect(experimentTemplate(adam, "x")).toContain('"optimizer": { "rate": 0.0001 }');
  });

  test("has the keys that people change first, also where the preset leaves them out", () => {
    const [base] = presets;
    for (const key of ["sequences", "every", "init", "clamps"])
      expect(experimentTemplate(base!, "x"), key).toContain(`"${key}":`);
  });
});
