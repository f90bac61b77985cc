import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { presetOptions } from "../../../src/experiment/presets/paperPresets.ts";
import type { Figure } from "../../../src/figures/figure.ts";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { runIds } from "../../../src/runs/runCatalogue.ts";
import { readMetrics, readRun, readStatus } from "../../../src/runs/runReader.ts";
import { expectError, optoscope, start, temporaryFolder, until } from "./commandLine.ts";

interface Report {
  readonly quick: boolean;
  readonly figures: readonly Figure[];
  readonly failures: readonly unknown[];
}

const readReport = (out: string) => JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as Report;

describe("optoscope paper", () => {
  it("trains what is missing, goes on after Ctrl-C, uses runs again, and writes figure, data, verdicts and report", async () => {
    const folder = temporaryFolder();
    const root = join(folder, ".optoscope", "runs");
    const args = ["paper", "fig3a", "--quick"];
    const first = start(args, folder);
    const runFolder = () => join(root, runIds(root)[0]!);
    await until(() => existsSync(root) && runIds(root).length > 0 && listCheckpoints(runFolder()).length > 0);
    first.process.kill("SIGINT");
    const stopped = await first.ended;
    expect(stopped.code, stopped.stderr).toBe(130);
    expect(stopped.stdout).toContain("0 of 1 figure after");
    expect(stopped.stdout).toContain("goes on where this one stopped");
    expect(readStatus(runFolder()).status?.state).toBe("stopped");

    const { code, stdout, stderr } = await optoscope(args, folder);
    expect(code, stderr).toBe(0);
    expect(runIds(root)).toHaveLength(1);
    expect(readRun(runFolder()).status).toMatchObject({ state: "finished", sequences: 100_000 });
    expect(stderr).toMatch(/^base-quick: trained, /m);
    expect(stderr).not.toContain("Warning");
    expect(stdout).toContain("✓ holds: seed 5: The train loss stays within 20 % of ln 2");
    expect(stdout).toMatch(/^ {4}paper {2}\S/m);
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const out = join(folder, ".optoscope", "paper-quick");
    expect(readdirSync(out).sort()).toEqual([
      "fig3a-dark.svg",
      "fig3a-table.csv",
      "fig3a-verdicts.csv",
      "fig3a.csv",
      "fig3a.png",
      "fig3a.svg",
      "report.html",
      "report.json",
    ]);
    expect(readFileSync(join(out, "fig3a.png")).subarray(1, 4).toString()).toBe("PNG");
    const last = readMetrics(runFolder()).lines.at(-1)!;
    const csv = readFileSync(join(out, "fig3a.csv"), "utf8");
    expect(csv).toContain(`train,100000,${last.sets.train!.loss}`);
    expect(csv).toContain("paper");
    expect(readFileSync(join(out, "fig3a-table.csv"), "utf8")).toContain(
      `\r\n100000,${last.sets.train!.loss},`,
    );
    // Presets name heads before anything is trained: these.
    const { strongest, previousTokenHead } = presetOptions(true);
    const highest = (measure: "induction" | "previousToken") =>
      Object.entries(last.heads).sort(([, a], [, b]) => (b[measure] ?? -1) - (a[measure] ?? -1))[0]![0];
    expect([highest("induction"), highest("previousToken")]).toEqual([strongest, previousTokenHead]);
    const report = readReport(out);
    expect(report).toMatchObject({ quick: true, failures: [] });
    expect(report.figures[0]!.runs).toEqual([
      { name: "base-quick", folder: runFolder(), hash: readRun(runFolder()).record.experimentHash },
    ]);
    // At ten times the rate the picture stays: plateau, fall, relabel above before and class above after it.
    const held = report.figures[0]!.verdicts.map(({ holds }) => holds);
    expect(held).toEqual([true, true, null, null, null, null, true, true, null, true]);

    const again = await optoscope([...args, "--json", "--out", "elsewhere"], folder);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toBe("");
    expect(runIds(root)).toHaveLength(1);
    const result = JSON.parse(again.stdout) as Report & { report: string };
    expect(result.report).toBe(join(folder, "elsewhere", "report.html"));
    expect(result.figures[0]!.verdicts).toEqual(report.figures[0]!.verdicts);
  });

  it("makes the toy model's figures, where the paper's statements hold", async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await optoscope(["paper", "fig9", "FIG5A", "fig9"], folder);
    expect(code, stderr).toBe(0);
    const { figures } = readReport(join(folder, ".optoscope", "paper"));
    expect(figures.map(({ id }) => id)).toEqual(["fig5a", "fig9"]);
    expect(figures.flatMap(({ verdicts }) => verdicts.filter(({ holds }) => holds !== true))).toEqual([]);
  });

  it("refuses what it cannot use before anything is trained", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    expectError(
      await optoscope(["paper", "fig5bb"], folder),
      2,
      'no figure fig5bb (did you mean "fig5b"?)',
      "table3",
    );
    expectError(await optoscope(["paper"], folder), 2, "an argument is missing");
    expectError(await optoscope(["paper", "fig3a", "--seeds", "5,x"], folder), 2, "--seeds: expected", "5,x");
    expectError(
      await optoscope(["paper", "fig3a", "--seeds", "5,5"], folder),
      2,
      "--seeds: a seed is given twice",
    );
    expectError(await optoscope(["paper", "fig3a", "--parallel", "0"], folder), 2, "--parallel");
    const unwritable = await optoscope(["paper", "fig3a", "--out", "file"], folder);
    expectError(unwritable, 1, join(folder, "file"), "cannot write into the folder");
    expect(existsSync(join(folder, ".optoscope"))).toBe(false);
  });
});
