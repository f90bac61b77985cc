import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measure } from "../../../src/analysis/measure.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { readMetrics } from "../../../src/runs/runReader.ts";
import { createRun } from "../../../src/training/openRun.ts";
import { UserError } from "../../../src/userError.ts";
import { finish, runFolder } from "../training/tinyRun.ts";
import { finishedRun, resultOf, valueOf } from "./measured.ts";

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("measure", () => {
  it("gives the run's own evaluations, bit for bit, wherever it was evaluated", async () => {
    const folder = await finishedRun({ checkpoints: { every: 800 } });
    const { lines } = readMetrics(folder);
    const at = lines.map(({ sequences }) => sequences);
    const { name, results } = await resultOf(folder, "metrics", { at });
    expect(name).toBe("metrics");
    expect(results.map(({ sequences, value }) => ({ sequences, ...value }))).toEqual(json(lines));
    expect(at.length).toBe(5);
  });

  it("measures places in any order, and twice, with the numbers of each alone", async () => {
    const folder = await finishedRun();
    const at = [400, 0, 413, 400];
    const { results } = await resultOf(folder, "induction", { at });
    expect(results.map(({ sequences }) => sequences)).toEqual([400, 0, 408, 400]);
    for (const [place, sequences] of at.entries())
      expect(results[place]!.value).toEqual(await valueOf(folder, "induction", { at: [sequences] }));
    expect(results[1]!.value).not.toEqual(results[0]!.value);
  });

  it("keeps the run's own clamps unless it is told not to, and changes nothing in its folder", async () => {
    const clamp = { kind: "induction", heads: ["L1H0"] };
    const folder = await finishedRun({ clamps: [clamp, { kind: "ablate", heads: ["L1H1"], from: 400 }] });
    const files = listCheckpoints(folder).length;
    const options = { sequences: "train" };
    const own = await valueOf(folder, "metrics", { options });
    expect(own.heads["L1H0"]?.induction).toBe(1);
    const free = await valueOf(folder, "metrics", { options, replace: true });
    expect(free.heads["L1H0"]?.induction).toBeLessThan(0.9);
    const more = await valueOf(folder, "metrics", { options, clamps: [{ kind: "ablate", heads: ["L0H0"] }] });
    expect(more.sets.train?.loss).not.toBe(own.sets.train?.loss);
    expect(more.heads["L1H0"]?.induction).toBe(1);
    const same = await valueOf(folder, "metrics", {
      options,
      replace: true,
      clamps: [clamp, { kind: "ablate", heads: ["L1H1"] }],
    });
    expect(same).toEqual(own);
    // To ablate once more what is ablated is no contradiction.
    const twice = { options, clamps: [{ kind: "ablate", heads: ["L1H1"] }] };
    expect(await valueOf(folder, "metrics", twice)).toEqual(own);
    const early = await valueOf(folder, "metrics", { options, at: [200] });
    expect(early).toEqual(
      await valueOf(folder, "metrics", { options, at: [200], replace: true, clamps: [clamp] }),
    );
    expect(listCheckpoints(folder).length).toBe(files);
  });

  it("tells how far it is, and stops when it is asked to", async () => {
    const folder = await finishedRun();
    const job = { runFolder: folder, name: "ablations", at: [0, 800], clamps: [], options: {} };
    const told: number[] = [];
    await measure(job, (fraction) => told.push(fraction), new AbortController().signal);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    const interruption = new AbortController();
    const reason = new Error("enough");
    let places = 0;
    await expect(
      measure(
        job,
        (fraction) => {
          places++;
          if (fraction > 0) interruption.abort(reason);
        },
        interruption.signal,
      ),
    ).rejects.toBe(reason);
    expect(places).toBeLessThan(told.length);
  });

  it("says what is wrong with a measure, an option, a head, a clamp, a place", async () => {
    const folder = await finishedRun();
    const problem = async (name: string, more: object = {}): Promise<string> => {
      const job = { runFolder: folder, name, at: null, clamps: [], options: {}, ...more };
      const error: unknown = await measure(job, () => undefined, new AbortController().signal).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UserError);
      return error instanceof Error ? error.message : "";
    };
    expect(await problem("inducton")).toContain('did you mean "induction"?');
    expect(await problem("induction", { options: { sequnces: "all" } })).toContain(
      'did you mean "sequences"?',
    );
    expect(await problem("induction", { options: { sequences: "clas" } })).toContain('did you mean "class"?');
    expect(await problem("ablations", { options: { layer: 2 } })).toContain("0 to 1");
    expect(await problem("wiring", { options: { layers: [1, 0] } })).toContain("got 1, 0");
    expect(await problem("complement", { options: { strongest: "L1H9" } })).toContain("L1H0, L1H1");
    expect(await problem("metrics", { clamps: [{ kind: "ablat", heads: [] }] })).toContain('"ablate"?');
    expect(await problem("metrics", { clamps: [{ kind: "ablate", heads: ["L4H0"] }] })).toMatch(
      /clamp 0: heads\[0\].*got L4H0/,
    );
    expect(await problem("metrics", { clamps: [{ kind: "ablate", heads: ["L1H0"], from: 8 }] })).toContain(
      "from",
    );
    expect(await problem("metrics", { at: [801] })).toContain("0 to the run's end (800)");
    expect(await problem("metrics", { at: [1.5] })).toContain("whole number");
    expect(await problem("phase-change", { clamps: [{ kind: "ablate", heads: ["L1H0"] }] })).toContain(
      "clamps",
    );
    expect(await problem("progress", { options: { under: { mine: [{ kind: "ablate" }] } } })).toMatch(
      /under: mine: clamp 0: heads: missing/,
    );
  });

  it("says what is wrong with a damaged run, and with one of the toy model", async () => {
    const folder = await finishedRun();
    const last = listCheckpoints(folder).at(-1)!.file;
    writeFileSync(last, readFileSync(last).subarray(0, 100));
    await expect(valueOf(folder, "induction", { at: [800] })).resolves.toBeDefined();
    writeFileSync(join(folder, "run.json"), "{");
    await expect(valueOf(folder, "induction")).rejects.toBeInstanceOf(UserError);
    const toy = runFolder();
    const experiment = resolveExperiment({ toy: {} }, "toy");
    await finish(
      await createRun({ experiment, experimentFile: "toy", folder: ".", id: "toy", runFolder: toy }),
    );
    await expect(valueOf(toy, "induction")).rejects.toThrow(/toy model/);
    await expect(valueOf(toy, "phase-change")).rejects.toThrow(/toy model/);
  });

  it("finds the phase change, up to where it is asked for", async () => {
    const folder = await finishedRun();
    const { lines } = readMetrics(folder);
    const losses = lines.map(({ sets }) => sets.train!.loss);
    const threshold = losses[2]! + 1e-6;
    const expected = lines.find(({ sets }) => sets.train!.loss < threshold)!.sequences;
    const options = { threshold };
    expect(await valueOf(folder, "phase-change", { options })).toEqual({ phaseChange: expected, threshold });
    const { results } = await resultOf(folder, "phase-change", { options, at: [expected - 1, expected] });
    expect(results.map(({ value }) => value.phaseChange)).toEqual([null, expected]);
  });
});
