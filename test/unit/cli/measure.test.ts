import { once } from "node:events";
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureInfos } from "../../../src/measures/measureInfo.ts";
import type { MeasureResult } from "../../../src/protocol/measureMessages.ts";
import { expectError, optoscope, start, temporaryFolder, writeExperiment } from "./commandLine.ts";

async function run(folder: string, changes: object = {}): Promise<string> {
  const out = join(folder, "run");
  const { code, stderr } = await optoscope([
    "run",
    writeExperiment(folder, changes),
    "--out",
    out,
    "--quiet",
  ]);
  expect(code, stderr).toBe(0);
  return out;
}

describe("optoscope measure", () => {
  it("prints every measure in 80 columns", async () => {
    const folder = await run(temporaryFolder(), { model: { heads: 8, width: 16 } });
    for (const name of Object.keys(measureInfos)) {
      const { code, stdout, stderr } = await optoscope(["measure", folder, name]);
      expect(code, stderr).toBe(0);
      expect(stdout).toMatch(/^run at 800 sequences\n\n/);
      const widest = Math.max(...stdout.split("\n").map((line) => line.length));
      // Only what is broken at spaces may be as wide as the output is.
      expect(widest, stdout).toBeLessThanOrEqual(100);
      const table = stdout.split("\n").filter((line) => /\d\.\d{3}|\d e/.test(line));
      expect(Math.max(0, ...table.map((line) => line.length)), stdout).toBeLessThanOrEqual(80);
    }
  });

  it("prints one line of JSON, at places, under clamps and with options", async () => {
    const folder = await run(temporaryFolder(), { clamps: [{ kind: "ablate", heads: ["L1H1"] }] });
    const json = async (...more: string[]) => {
      const { code, stdout, stderr } = await optoscope(["measure", folder, "metrics", "--json", ...more]);
      expect(code, stderr).toBe(0);
      expect(stdout.trimEnd()).not.toContain("\n");
      return JSON.parse(stdout) as MeasureResult<"metrics">;
    };
    const { run: id, results } = await json("--at", "800,213", "--set", "sequences=all");
    expect(id).toBe("run");
    expect(results.map(({ sequences, value }) => [sequences, Object.keys(value.sets)])).toEqual([
      [800, ["all"]],
      [208, ["all"]],
    ]);
    const clamp = JSON.stringify({ kind: "induction", heads: ["L1H0"], strength: 0.75 });
    const clamped = await json("--clamp", clamp);
    expect(clamped.results[0]!.value.heads["L1H0"]?.induction).toBe(0.5);
    const own = await json();
    const replaced = await json("--replace");
    expect(replaced.results[0]!.value.sets.train).not.toEqual(own.results[0]!.value.sets.train);
  });

  it("finds a run by its id", async () => {
    const folder = temporaryFolder();
    const made = await run(folder);
    mkdirSync(join(folder, ".optoscope", "runs"), { recursive: true });
    renameSync(made, join(folder, ".optoscope", "runs", "my-run"));
    const { code, stdout } = await optoscope(["measure", "my-run", "induction"], folder);
    expect(code).toBe(0);
    expect(stdout).toContain("L1  ");
  });

  it("tells mistakes apart: unusable arguments, and what cannot be measured", async () => {
    const folder = temporaryFolder();
    const made = await run(folder);
    expectError(await optoscope(["measure", made]), 2, "an argument is missing", "Usage:");
    expectError(await optoscope(["measure", made, "metrics", "--at", "5,x"]), 2, "--at", "5,x");
    expectError(await optoscope(["measure", made, "metrics", "--clamp", "ablate"]), 2, "--clamp");
    expectError(await optoscope(["measure", made, "metrics", "--set", "a.b=1"]), 2, "--set");
    expectError(await optoscope(["measure", made, "metric"]), 1, 'did you mean "metrics"?');
    expectError(await optoscope(["measure", made, "metrics", "--set", "sequences=al"]), 1, '"all"?');
    expectError(await optoscope(["measure", made, "metrics", "--at", "900"]), 1, "900", "800");
    expectError(await optoscope(["measure", join(folder, "none"), "metrics"]), 1, "run.json");
  });

  it("tells how far it is, and ends with 130 when it is interrupted", async () => {
    const changes = {
      data: { classes: [200, 0, 0] },
      model: { heads: 8, width: 16 },
      training: { sequences: 80 },
    };
    const folder = await run(temporaryFolder(), { ...changes, checkpoints: { every: 80 } });
    const call = start(["measure", folder, "wiring"]);
    await Promise.race([call.ended, once(call.process.stderr!, "data")]);
    call.process.kill("SIGINT");
    const { code, signal, stdout, stderr } = await call.ended;
    expect([code, signal, stdout], stderr).toEqual([130, null, ""]);
    expect(stderr).toMatch(/^ +\d+ % · [\d,]+ of 1,273,600 sequences\n$/);
  });
});
