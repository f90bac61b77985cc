import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { openModel } from "../../../src/analysis/openModel.ts";
import { initialise } from "../../../src/model/initialise.ts";
import { checkpointPath } from "../../../src/runs/checkpointFiles.ts";
import { readSafetensors, writeSafetensors } from "../../../src/runs/safetensors.ts";
import { forkRun } from "../../../src/training/forkRun.ts";
import { createRun } from "../../../src/training/openRun.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { UserError } from "../../../src/userError.ts";
import { finish, runFolder } from "../training/tinyRun.ts";
import { tiny } from "../training/tinyTraining.ts";
import { finishedRun, resultOf, valueOf } from "./measured.ts";

const learning = { training: { optimizer: { kind: "adam", rate: 1e-2 } } };

async function parametersAt(folder: string, at: number): Promise<ReadonlyMap<string, Float32Array>> {
  const model = await openModel(folder, at);
  const parameters = model.workbench.runtime.read("parameters");
  model.dispose();
  return parameters;
}

/** ‖a − b‖ / ‖b‖ */
function distance(a: readonly number[], b: readonly number[]): number {
  const norm = (numbers: readonly number[]) => Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0));
  return norm(a.map((x, place) => x - b[place]!)) / norm(b);
}

describe("weights", () => {
  it.each([
    ["", {}],
    [
      "with norm and MLPs, on the other runtime",
      { model: { mlpRatio: 2 }, engine: { runtime: "tensorflow" } },
    ],
  ])("are as far from where the run began as each number says %s", async (_, changes) => {
    const folder = await finishedRun({ ...learning, ...changes });
    const value = await valueOf(folder, "weights");
    const model = await openModel(folder, 800);
    const { specs, runtime } = model.workbench;
    const [own, first] = [runtime.read("parameters"), initialise(specs, 5)];
    model.dispose();
    expect(value.reference).toBeNull();
    expect(Object.keys(value.parameters)).toEqual(specs.map(({ name }) => name));
    for (const [name, relative] of Object.entries(value.parameters)) {
      // Biases begin as zeros.
      if (first.get(name)!.every((number) => number === 0)) expect(relative, name).toBeNull();
      else expect(relative).toBeCloseTo(distance([...own.get(name)!], [...first.get(name)!]), 6);
    }
    const all = (tensors: ReadonlyMap<string, Float32Array>) =>
      specs.flatMap(({ name }) => [...tensors.get(name)!]);
    expect(value.all).toBeCloseTo(distance(all(own), all(first)), 6);
    expect(value.all).toBeGreaterThan(0.01);

    expect(Object.keys(value.heads)).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
    for (const [name, distances] of Object.entries(value.heads)) {
      const [layer, head] = [name[1]!, Number(name[3])];
      const cut = (tensors: ReadonlyMap<string, Float32Array>, matrix: string) =>
        // Two heads, one half each.
        [...tensors.get(`blocks.${layer}.attn.${matrix}`)!.subarray(32 * head, 32 * (head + 1))];
      const matrices = ["W_Q", "W_K", "W_V", "W_O"] as const;
      for (const matrix of matrices)
        expect(distances[matrix]).toBeCloseTo(distance(cut(own, matrix), cut(first, matrix)), 6);
      const four = (tensors: ReadonlyMap<string, Float32Array>) => matrices.flatMap((m) => cut(tensors, m));
      expect(distances.all).toBeCloseTo(distance(four(own), four(first)), 6);
    }
  });

  it("are nowhere else at the beginning, and go further from there", async () => {
    const folder = await finishedRun(learning);
    const { results } = await resultOf(folder, "weights", { at: [800, 0, 104] });
    const [last, first, early] = results.map(({ value }) => value);
    expect(new Set(Object.values(first!.parameters))).toEqual(new Set([0]));
    expect(first!.all).toBe(0);
    expect(early!.all).toBeGreaterThan(0);
    expect(last!.all).toBeGreaterThan(early!.all);
    expect(early).toEqual(await valueOf(folder, "weights", { at: [104] }));
  });

  it("do not depend on clamps", async () => {
    const folder = await finishedRun(learning);
    const clamps = [{ kind: "ablate", heads: ["L0H1"] }];
    expect(await valueOf(folder, "weights", { clamps })).toEqual(await valueOf(folder, "weights"));
  });

  it("of a head that was changed are those of its half of one parameter", async () => {
    const folder = await finishedRun(learning);
    const other = await finishedRun(learning);
    const file = checkpointPath(other, 800);
    const { tensors, metadata } = readSafetensors(file);
    const changed = tensors.get("blocks.1.attn.W_K")!;
    if (changed.dtype !== "F32") throw new TypeError("float32 expected");
    const half = changed.data.subarray(32);
    half.forEach((number, place) => (half[place] = number * 2));
    writeSafetensors(file, tensors, metadata);
    const { reference, heads, parameters } = await valueOf(folder, "weights", {
      options: { reference: other },
    });
    expect(reference).toEqual({ run: "tiny", sequences: 800 });
    // Half as large as the other's.
    expect(heads["L1H1"]).toMatchObject({ W_Q: 0, W_K: 0.5, W_V: 0, W_O: 0 });
    expect(heads["L1H0"]).toEqual({ W_Q: 0, W_K: 0, W_V: 0, W_O: 0, all: 0 });
    const moved = Object.entries(parameters).filter(([, relative]) => relative !== 0);
    expect(moved.map(([name]) => name)).toEqual(["blocks.1.attn.W_K"]);
  });

  it("of another run are taken at the same sequences, everywhere", async () => {
    const folder = await finishedRun(learning);
    const other = await finishedRun({ ...learning, seeds: { init: 6 } });
    const at = [0, 104, 213, 800];
    const { results } = await resultOf(folder, "weights", { at, options: { reference: other } });
    for (const { sequences, value } of results) {
      expect(value.reference).toEqual({ run: "tiny", sequences });
      const [own, theirs] = [await parametersAt(folder, sequences), await parametersAt(other, sequences)];
      const name = "unembed.W_U";
      expect(value.parameters[name]).toBeCloseTo(distance([...own.get(name)!], [...theirs.get(name)!]), 6);
    }
    const itself = await resultOf(folder, "weights", { at, options: { reference: folder } });
    expect(itself.results.map(({ value }) => value.all)).toEqual([0, 0, 0, 0]);
  });

  it("of a fork began where the run did that it was forked from", async () => {
    const made = await finishedRun(learning);
    // A fork finds the other by its id, beside itself.
    const [folder, fork] = ["tiny", "fork"].map((id) => join(dirname(made), id));
    renameSync(made, folder!);
    const experiment = tiny({ ...learning, clamps: [{ kind: "ablate", heads: ["L1H1"] }] });
    const begins = { parentFolder: folder!, sequences: 400, experiment };
    const opened = await forkRun({ ...begins, id: "fork", runFolder: fork! });
    await finish(opened);
    const at = [0, 200, 400];
    const { results } = await resultOf(fork!, "weights", { at });
    const before = await resultOf(folder!, "weights", { at });
    expect(results).toEqual(before.results);
    const [own, theirs] = [await valueOf(fork!, "weights"), await valueOf(folder!, "weights")];
    expect(own.all).not.toBe(theirs.all);
    const held = await resultOf(fork!, "weights", { at: [400, 800], options: { reference: folder! } });
    expect(held.results[0]!.value.all).toBe(0);
    expect(held.results[1]!.value.all).toBeGreaterThan(0);
  });

  it("says of both runs why they cannot be held against each other", async () => {
    const folder = await finishedRun(learning);
    const problem = async (reference: string, at = 800): Promise<string> => {
      const error: unknown = await valueOf(folder, "weights", { at: [at], options: { reference } }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UserError);
      return error instanceof Error ? error.message : "";
    };
    expect(await problem("runs/other")).toContain("expected the absolute path of a run folder");
    expect(await problem("/no/such/run")).toMatch(
      /the run tiny at 800 .* against \/no\/such\/run: .*run\.json/,
    );
    const short = await finishedRun({ ...learning, training: { ...learning.training, sequences: 400 } });
    expect(await problem(short)).toMatch(
      new RegExp(`the run tiny at 800 sequences .* ${short}: .*expected .*\\(0 to 400\\), got 800`),
    );
    const { reference } = await valueOf(folder, "weights", { at: [400], options: { reference: short } });
    expect(reference?.sequences).toBe(400);
    const wide = await finishedRun({ model: { width: 16 } });
    expect(await problem(wide)).toMatch(/expected embed.W_exemplar \[24, 8\], it has \[24, 16\]/);
    const deep = await finishedRun({ model: { layers: 3 } });
    expect(await problem(deep)).toContain("without the parameter blocks.2.ln1.w");
    const plain = await finishedRun({ model: { norm: false } });
    expect(await problem(plain)).toContain("with the parameter blocks.0.ln1.w");
    const toy = runFolder();
    const experiment = resolveExperiment({ toy: {} }, "toy");
    await finish(
      await createRun({ experiment, experimentFile: "toy", folder: ".", id: "toy", runFolder: toy }),
    );
    expect(await problem(toy)).toContain("toy model");
  });
});
