import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { phaseChangeLoss } from "../../../src/measures/phaseChange.ts";
import { runPaths } from "../../../src/runs/runPaths.ts";
import { readLosses, readMetrics, readRun } from "../../../src/runs/runReader.ts";
import { readSafetensors, writeSafetensors } from "../../../src/runs/safetensors.ts";
import { checkpointPath } from "../../../src/runs/checkpointFiles.ts";
import { toyLoss } from "../../../src/toy/toyModel.ts";
import { forkRun } from "../../../src/training/forkRun.ts";
import { createRun, reopenRun, type OpenRun } from "../../../src/training/openRun.ts";
import { rebuildRun } from "../../../src/training/rebuildRun.ts";
import { ToyTrainer } from "../../../src/training/toyTrainer.ts";
import { setUpWorkbench } from "../../../src/training/workbench.ts";
import { ask, checkpoints, events, finish, kinds, runFolder } from "./tinyRun.ts";

const toyExperiment = (toy: object = {}, changes: object = {}) =>
  resolveExperiment({ name: "toy", toy, ...changes }, "toy");

const create = (folder: string, toy: object = {}, changes: object = {}): Promise<OpenRun> => {
  const experiment = toyExperiment(toy, changes);
  return createRun({ experiment, experimentFile: "toy", folder: ".", id: "toy", runFolder: folder });
};

const toyOf = ({ trainer }: Pick<OpenRun, "trainer">): ToyTrainer => {
  if (trainer instanceof ToyTrainer) return trainer;
  throw new TypeError("expected a toy model");
};

const losses = (clamped: string[], seed = 5): number[] => {
  const experiment = toyExperiment({ clamped }, { seeds: { init: seed } });
  const trainer = new ToyTrainer(experiment, experiment.toy!);
  return Array.from({ length: 1000 }, () => trainer.trainStep());
};

describe("the toy model's training", () => {
  it.each([[["c"]], [["b", "c"]], [["a"]]])(
    "keeps %j at the truth bit for bit, and nothing else",
    (clamped) => {
      const experiment = toyExperiment({ clamped });
      const trainer = new ToyTrainer(experiment, experiment.toy!);
      for (let step = 0; step < 60; step++) {
        for (const name of ["a", "b", "c"] as const) {
          const isAtTruth = trainer.vectors[name].every((value, place) =>
            Object.is(value, trainer.truth[name][place]),
          );
          expect(isAtTruth, `${name} at ${step}`).toBe(clamped.includes(name));
        }
        trainer.trainStep();
      }
    },
  );

  it.each([5, 6, 7])("has a plateau and then a drop, sooner with each clamp, seed %i", (seed) => {
    const plateau = (() => {
      const experiment = toyExperiment({}, { seeds: { init: seed } });
      const { truth } = new ToyTrainer(experiment, experiment.toy!);
      return toyLoss({ ...truth, a: new Float64Array(20) }, truth);
    })();
    const curves = [[], ["c"], ["b", "c"]].map((clamped) => losses(clamped, seed));
    const first = (curve: readonly number[], part: number) =>
      curve.findIndex((loss) => loss < part * plateau);
    const [none, c, bc] = curves.map((curve) => first(curve, 0.5));
    expect(bc).toBeGreaterThan(0);
    expect(c).toBeGreaterThan(2 * bc!);
    expect(none).toBeGreaterThan(4 * c!);
    // From within 2 % of the plateau for most of the time before, to a tenth in a fraction of it.
    const free = curves[0]!;
    const flat = free.filter((loss) => Math.abs(loss / plateau - 1) < 0.02).length;
    expect(flat).toBeGreaterThan(0.4 * none!);
    expect(first(free, 0.1) - first(free, 0.9)).toBeLessThan(0.4 * none!);
    for (const curve of curves) expect(curve.at(-1)).toBeLessThan(1e-6);
  });

  it("leaves a run folder like any other", async () => {
    const folder = runFolder();
    const end = await finish(await create(folder, { clamped: ["c"] }));
    expect(end).toMatchObject({ state: "finished", sequences: 1000, total: 1000, phaseChange: null });
    const { record, status } = readRun(folder);
    expect(record.experiment.toy).toEqual({ dimension: 20, rate: 1, clamped: ["c"] });
    expect(record.versions.runtime).toBe("float64");
    expect(status?.state).toBe("finished");
    const { lines } = readMetrics(folder);
    expect(lines).toHaveLength(101);
    expect(lines[0]).toMatchObject({ sequences: 0, heads: {}, sets: { train: { accuracy: Number.NaN } } });
    expect(lines.at(-1)?.toy?.alignment).toBeLessThan(1e-12);
    expect(checkpoints(folder)).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
    const all = readLosses(folder);
    expect(all).toHaveLength(1000);
    // Evaluations are of the same loss as steps: before the step that begins there.
    for (const line of lines.slice(0, -1))
      expect(all[line.sequences]).toBe(Math.fround(line.sets.train!.loss));
    expect([...readSafetensors(checkpointPath(folder, 500)).tensors.keys()]).toEqual([
      "a",
      "b",
      "c",
      "truth.a",
      "truth.b",
      "truth.c",
    ]);
  });

  it("has no phase change, however low its loss is", async () => {
    const folder = runFolder();
    const end = await finish(await create(folder));
    expect(end.metrics?.sets.train?.loss).toBeLessThan(phaseChangeLoss);
    expect(kinds(folder)).not.toContain("phase-change");
  });

  it("goes on after a stop with the same bits", async () => {
    const [whole, stopped] = [runFolder(), runFolder()];
    await finish(await create(whole, { clamped: ["b"] }));
    await finish(await create(stopped, { clamped: ["b"] }), (progress, interrupt) => {
      if (progress.sequences === 470) interrupt();
    });
    const resumed = await reopenRun(stopped);
    expect(resumed.trainer.sequences).toBeGreaterThanOrEqual(470);
    expect(resumed.trainer.sequences).toBeLessThan(1000);
    expect((await finish(resumed)).state).toBe("finished");
    for (const file of ["metrics", "losses"] as const) {
      expect(readFileSync(runPaths(stopped)[file])).toEqual(readFileSync(runPaths(whole)[file]));
    }
    expect(readFileSync(checkpointPath(stopped, 1000))).toEqual(readFileSync(checkpointPath(whole, 1000)));
  });

  it("is forked from any iteration, with other clamps or the same", async () => {
    const parent = runFolder();
    await finish(await create(parent));
    const same = runFolder();
    const fork = { parentFolder: parent, sequences: 237, id: "fork" };
    await finish(await forkRun({ ...fork, experiment: toyExperiment(), runFolder: same }));
    expect(readFileSync(runPaths(same).metrics)).toEqual(readFileSync(runPaths(parent).metrics));
    const other = runFolder();
    const forked = await forkRun({
      ...fork,
      experiment: toyExperiment({ clamped: ["c"] }),
      runFolder: other,
    });
    expect(toyOf(forked).vectors.c).toEqual(toyOf(forked).truth.c);
    await finish(forked);
    const loss = (folder: string) =>
      readMetrics(folder).lines.find(({ sequences }) => sequences === 300)?.sets.train?.loss;
    expect(loss(other)).toBeLessThan(0.01 * loss(parent)!);
    await expect(
      forkRun({ ...fork, experiment: toyExperiment({ dimension: 5 }), runFolder: runFolder() }),
    ).rejects.toThrow("toy.dimension: a fork must keep it");
    const transformer = resolveExperiment({ training: { batch: 1 } }, "x");
    await expect(forkRun({ ...fork, experiment: transformer, runFolder: runFolder() })).rejects.toThrow(
      "toy.dimension: a fork must keep it",
    );
  });

  it("refuses clamps of heads while it trains, in words", async () => {
    const folder = runFolder();
    const opened = await create(
      folder,
      {},
      { training: { sequences: 10_000_000 }, evaluation: { every: 100 } },
    );
    await finish(opened, ({ sequences }) => {
      if (sequences !== 100) return;
      ask(
        folder,
        { kind: "clamp", id: "x", clamp: { kind: "ablate", heads: ["L1H0"] } },
        { kind: "unclamp", id: "y" },
        // It would be long at its end before it looks at requests, were it as short as usual.
        { kind: "stop" },
      );
    });
    const warnings = events(folder).flatMap((event) => (event.kind === "warning" ? [event.message] : []));
    expect(warnings).toEqual([
      expect.stringMatching(/^clamp x: the toy model has no heads to clamp: .*toy\.clamped/),
      expect.stringMatching(/^unclamp y: the toy model has no heads/),
    ]);
  });

  it("says so when it diverges, and keeps no broken checkpoint", async () => {
    const folder = runFolder();
    const end = await finish(await create(folder, { rate: 1e6 }));
    expect(end.state).toBe("diverged");
    expect(end.reason).toMatch(/train loss was (Infinity|NaN)/);
    for (const at of checkpoints(folder)) {
      const { tensors } = readSafetensors(checkpointPath(folder, at));
      expect(tensors.get("a")?.data.every(Number.isFinite)).toBe(true);
    }
  });

  it("names the checkpoint and the tensor that do not fit", async () => {
    const folder = runFolder();
    await finish(await create(folder), (progress, interrupt) => {
      if (progress.sequences === 200) interrupt();
    });
    const file = checkpointPath(folder, checkpoints(folder).at(-1)!);
    const { tensors, metadata } = readSafetensors(file);
    tensors.set("b", { dtype: "F64", shape: [3], data: new Float64Array(3) });
    writeSafetensors(file, tensors, metadata);
    await expect(reopenRun(folder)).rejects.toThrow(/b.*expected F64 \[20\], the checkpoint has F64 \[3\]/s);
  });

  it("is nothing that a transformer's tools could look into", async () => {
    const folder = runFolder();
    await finish(await create(folder));
    await expect(rebuildRun(folder, null)).rejects.toThrow(/toy model has no transformer/);
    await expect(setUpWorkbench(toyExperiment(), ".")).rejects.toThrow(/it has no transformer/);
  });
});
