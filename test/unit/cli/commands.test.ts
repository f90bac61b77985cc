import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentSchema } from "../../../src/experiment/experimentSchema.ts";
import { presetCatalogue, presets, presetSets } from "../../../src/experiment/presets.ts";
import { readRun } from "../../../src/runs/runReader.ts";
import { version } from "../../../src/version.ts";
import { expectError, lastCheckpoint, optoscope, temporaryFolder, writeExperiment } from "./commandLine.ts";

const commands = ["presets", "run", "resume", "trace", "bench"];

describe("help", () => {
  it.each([["help"], ["--help"], ["-h"]])("%s lists the commands", async (argument) => {
    const { code, stdout, stderr } = await optoscope([argument]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
  });

  it("without a command is exit code 2", async () => {
    expect((await optoscope([])).code).toBe(2);
  });

  it.each(commands)("%s --help tells how to call it, and does nothing else", async (command) => {
    const { code, stdout } = await optoscope([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: optoscope ${command}`));
  });

  it.each([
    ["presets", ["--json"]],
    ["run", ["--set", "--out", "--parallel", "--continue", "--quiet", "--json"]],
    ["resume", ["--quiet", "--json"]],
    ["trace", ["--set", "--steps", "--out"]],
    ["bench", ["--json", "--rounds", "--no-torch", "--no-tensorflow"]],
  ])("%s --help names every option, and explains it", async (command, options) => {
    const { stdout } = await optoscope([command, "--help"]);
    const [usage = "", , ...explanations] = stdout.split("\n\n");
    expect([...usage.matchAll(/--[\w-]+/g)].map(String)).toEqual(options);
    for (const option of options)
      expect(explanations.join()).toMatch(new RegExp(`^ {2}${option}( .*)? {2}\\w`, "m"));
  });

  it("--version is the version", async () => {
    expect(await optoscope(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });
});

describe("arguments that cannot be used are exit code 2, with the usage", () => {
  it.each([
    [["frobnicate"], "there is no command frobnicate"],
    [["run"], "an argument is missing"],
    [["run", "preset:base", "more"], "unexpected argument more"],
    [["run", "preset:base", "--frob"], "Unknown option '--frob'"],
    [["run", "preset:base", "--quiet=yes"], "'--quiet' does not take an argument"],
    [["run", "preset:base", "--out"], "'--out <value>' argument missing"],
    [["run", "preset:base", "--set", "batch"], "batch"],
    [["presets", "x"], "unexpected argument x"],
    [["resume"], "an argument is missing"],
    [["trace", "preset:base"], "--steps and --out are needed"],
    [
      ["trace", "preset:base", "--steps", "0", "--out", "x"],
      "--steps: expected a whole number from 1, got 0",
    ],
  ])("%j", async (args, message) => {
    const ended = await optoscope(args);
    expectError(ended, 2, message);
    expect(ended.stderr).toContain("Usage: optoscope");
  });
});

describe("presets", () => {
  it("lists them with what they are", async () => {
    const { code, stdout } = await optoscope(["presets"]);
    expect(code).toBe(0);
    // Titles may be wrapped.
    const text = stdout.replace(/\s+/g, " ");
    for (const { name, title } of presetCatalogue) expect(text).toContain(`preset:${name} ${title}`);
    for (const { members } of presetSets)
      for (const { name } of members) expect(stdout).toContain(`\n      preset:${name}\n`);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it("--json gives all of each, and every experiment is valid", async () => {
    const { stdout } = await optoscope(["presets", "--json"]);
    const listed = JSON.parse(stdout) as { name: string; members?: object[] }[];
    expect(listed.map(({ name }) => name)).toEqual(presetCatalogue.map(({ name }) => name));
    const all = listed.flatMap((each) => each.members ?? [each]) as { experiment: unknown }[];
    expect(all).toHaveLength(presets.length);
    for (const { experiment } of all) expect(experimentSchema.safeParse(experiment).success).toBe(true);
  });
});

describe("run", () => {
  it("trains a file, tells how it went, and where the run folder is", async () => {
    const folder = temporaryFolder();
    writeExperiment(folder);
    const { code, stdout, stderr } = await optoscope(["run", "tiny.opto.json"], folder);
    expect(code, stderr).toBe(0);
    const [id] = readdirSync(join(folder, ".optoscope", "runs"));
    expect(id).toMatch(/^\d{4}-\d\d-\d\d-\d{6}-tiny-[0-9a-f]{4}$/);
    const run = join(".optoscope", "runs", id!);
    expect(stderr).toContain(`run folder: ${run}\n`);
    expect(stderr).toContain("tiny: 2 layers × 2 heads, 800 sequences, wasm simd128");
    expect(stdout).toContain("tiny at 800 sequences, ");
    expect(stdout).toMatch(/^train +\d\.\d{3} +\d\.\d{3} +\d\.\d{3}$/m);
    expect(stdout).toMatch(/^head +H0 +H1$/m);
    expect(stdout).toMatch(/^L0 previous token +\d\.\d{3} +\d\.\d{3}$/m);
    expect(stdout).toMatch(/^L1 induction +-?\d\.\d{3} +-?\d\.\d{3}$/m);
    expect(stdout).toContain(`Run folder: ${run}\n`);
    expect(readRun(join(folder, run)).record).toMatchObject({
      id,
      experimentFile: join(folder, "tiny.opto.json"),
    });
  });

  it("writes neither colours nor cursor movements into a pipe, and no more than a line now and then", async () => {
    const folder = temporaryFolder();
    const { stdout, stderr } = await optoscope([
      "run",
      writeExperiment(folder),
      "--out",
      join(folder, "run"),
    ]);
    expect((stdout + stderr).replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(stderr.split("\n").length).toBeLessThan(6);
  });

  it("--set changes the experiment, several times, also that of a preset", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    const sets = [
      "name=changed",
      'training={"sequences":64}',
      "training.batch=16",
      "evaluation.sequences=8",
      "data.source.dimension=8",
      "data.classes=[5,0,0]",
      'clamps=[{"kind":"ablate","heads":["L0H0"]}]',
    ];
    const ended = await optoscope([
      "run",
      "preset:base",
      ...sets.flatMap((set) => ["--set", set]),
      "--out",
      out,
    ]);
    expect(ended.code, ended.stderr).toBe(0);
    const { experiment, name, experimentFile } = readRun(out).record;
    expect(name).toBe("changed");
    expect(experimentFile).toBe("preset:base");
    expect(experiment).toMatchObject({
      name: "changed",
      training: { sequences: 64, batch: 16 },
      data: { classes: [5, 0, 0], source: { dimension: 8 } },
      clamps: [{ kind: "ablate", heads: ["L0H0"] }],
    });
  });

  it("--quiet prints nothing", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    const ended = await optoscope(["run", writeExperiment(folder), "--out", out, "--quiet"]);
    expect(ended).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(existsSync(join(out, "run.json"))).toBe(true);
  });

  it("--json prints the result alone, as one line", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "run");
    const { code, stdout, stderr } = await optoscope([
      "run",
      writeExperiment(folder),
      "--out",
      out,
      "--json",
    ]);
    expect({ code, stderr, lines: stdout.split("\n").length }).toEqual({ code: 0, stderr: "", lines: 2 });
    expect(JSON.parse(stdout)).toMatchObject({
      folder: out,
      state: "finished",
      sequences: 800,
      metrics: { sequences: 800, sets: { train: { loss: expect.any(Number) as number } } },
    });
  });

  it("refuses a folder that holds anything", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder);
    const before = readdirSync(folder);
    expectError(await optoscope(["run", file, "--out", folder]), 1, folder, "is not empty");
    expect(readdirSync(folder)).toEqual(before);
  });

  it("that diverges is exit code 1 with the reason, also when quiet, and what was before is kept", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, {
      training: { optimizer: { kind: "sgd", rate: 1000 } },
      model: { norm: false },
    });
    const out = join(folder, "run");
    const ended = await optoscope(["run", file, "--out", out, "--quiet"]);
    expectError(
      ended,
      1,
      /^Diverged: the (evaluated )?train loss was \S+ at \d+ sequences\. .* is in /,
      basename(out),
    );
    expect(readRun(out).status?.state).toBe("diverged");
    expect(readFileSync(join(out, "metrics.jsonl"), "utf8")).toMatch(/^\{"sequences":0,/);
  });

  it("gives identical bytes in two processes", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder);
    const outs = ["a", "b"].map((name) => join(folder, name));
    await Promise.all(outs.map((out) => optoscope(["run", file, "--out", out, "--quiet"])));
    const [a, b] = outs.map(lastCheckpoint);
    expect(a!.length).toBeGreaterThan(1000);
    expect(a!.equals(b!)).toBe(true);
    for (const name of ["loss.f32", "metrics.jsonl"])
      expect(readFileSync(join(outs[0]!, name)).equals(readFileSync(join(outs[1]!, name)))).toBe(true);
  });
});
