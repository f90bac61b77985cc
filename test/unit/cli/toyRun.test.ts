import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fig5aPresets } from "../../../src/experiment/presets/fig5a.ts";
import { readMetrics } from "../../../src/runs/runReader.ts";
import { expectError, optoscope, temporaryFolder } from "./commandLine.ts";

describe("the toy model on the command line", () => {
  it("runs, says how it ended without heads, and is compared", async () => {
    const folder = temporaryFolder();
    const folders: string[] = [];
    for (const { name } of fig5aPresets.members) {
      const run = join(folder, name);
      const ended = await optoscope(["run", `preset:${name}`, "--out", run]);
      expect(ended.code, ended.stderr).toBe(0);
      expect(ended.stdout).toContain(`${name} at 1,000 iterations`);
      expect(ended.stdout).toMatch(/^Loss {2,}\d/m);
      expect(ended.stdout).toMatch(/^1 − cos² of a and the true a +\d/m);
      expect(ended.stdout).not.toMatch(/head|accuracy|phase change/);
      expect(ended.stderr).toMatch(
        /toy model of dimension 20, clamped: (none|c at the truth|b, c at the truth), 1,000 it/,
      );
      expect(readMetrics(run).lines).toHaveLength(1001);
      folders.push(run);
    }
    const compared = await optoscope(["compare", ...folders]);
    expect(compared.code, compared.stderr).toBe(0);
    expect(compared.stdout).toContain("clamps: b, c at the truth");
    expect(compared.stdout).toContain("toy.clamped");
    expect(compared.stdout).not.toMatch(/accuracy|Accuracy/);
  });

  it("runs quietly, with overrides, and prints JSON", async () => {
    const folder = temporaryFolder();
    const args = ["--set", "toy.dimension=5", "--set", "training.sequences=50", "--out", join(folder, "run")];
    const ended = await optoscope(["run", "preset:fig5a-none", ...args, "--json"]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ state: "finished", sequences: 50, phaseChange: null });
    expect(readFileSync(join(folder, "run", "loss.f32"))).toHaveLength(200);
  });

  it("refuses what it cannot be, and tools of transformers refuse it", async () => {
    const folder = temporaryFolder();
    const run = await optoscope([
      "run",
      "preset:fig5a-c",
      "--set",
      "model.heads=4",
      "--out",
      join(folder, "a"),
    ]);
    expectError(run, 1, "model", "takes the place of a transformer");
    const trace = await optoscope(["trace", "preset:fig5a-c", "--steps", "1", "--out", join(folder, "t")]);
    expectError(trace, 1, "toy model");
  });
});
