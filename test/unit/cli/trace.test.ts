import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentSchema } from "../../../src/experiment/experimentSchema.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { modelSchema } from "../../../src/model/modelSchema.ts";
import { parameterSpecs } from "../../../src/model/parameters.ts";
import { listCheckpoints } from "../../../src/runs/checkpointFiles.ts";
import { readLosses } from "../../../src/runs/runReader.ts";
import { readSafetensors } from "../../../src/runs/safetensors.ts";
import { tinyExperiment } from "../tinyExperiment.ts";
import { expectError, optoscope, temporaryFolder, writeExperiment } from "./commandLine.ts";

const changes = {
  training: { sequences: 40 },
  clamps: [{ kind: "previous-token", heads: ["L0H1"], strength: 0.75 }],
};

describe("trace", () => {
  it("holds exactly what it takes to replay a run, and the run's own numbers", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder, changes);
    const out = join(folder, "trace.safetensors");
    const ended = await optoscope(["trace", file, "--steps", "5", "--out", out]);
    expect(ended.code, ended.stderr).toBe(0);
    expect(ended.stdout).toContain("5 steps of tiny are in ");
    const { tensors, metadata } = readSafetensors(out);

    // 5 steps of 8 sequences of 2 pairs; 2 layers of 2 heads; 5 labels; 24 features.
    const shape = {
      ...modelSchema.parse({ heads: 2, width: 8 }),
      pairs: 2,
      labels: 5,
      dimension: 24,
      exemplarRows: 36,
    };
    const expected = new Map<string, [string, readonly number[]]>([
      ["batch.exemplars", ["F32", [5, 8, 3, 24]]],
      ["batch.labels", ["I32", [5, 8, 3]]],
      ["clamps.held", ["I32", [5, 1]]],
      ["loss", ["F32", [5]]],
      ["scores0", ["F32", [2, 8, 2, 5, 5]]],
      ["pattern0", ["F32", [2, 8, 2, 5, 5]]],
      ["logits0", ["F32", [8, 5]]],
    ]);
    for (const { name, shape: size } of parameterSpecs(shape))
      for (const prefix of ["param", "grad0", "final"]) expected.set(`${prefix}.${name}`, ["F32", size]);
    expect(new Map([...tensors].map(([name, { dtype, shape: size }]) => [name, [dtype, size]]))).toEqual(
      expected,
    );

    expect(experimentSchema.parse(JSON.parse(metadata["experiment"]!))).toEqual(
      resolveExperiment(tinyExperiment(changes), "tiny"),
    );
    expect(JSON.parse(metadata["experiment"]!)).toEqual(resolveExperiment(tinyExperiment(changes), "tiny"));

    const run = join(folder, "run");
    expect((await optoscope(["run", file, "--out", run, "--quiet"])).code).toBe(0);
    const { tensors: saved } = readSafetensors(listCheckpoints(run).at(-1)!.file);
    for (const { name } of parameterSpecs(shape))
      expect(tensors.get(`final.${name}`)?.data, name).toEqual(saved.get(name)?.data);
    expect(tensors.get("loss")?.data).toEqual(readLosses(run));
  });

  it("has attention of the first step: rows sum to 1, what is not seen is 0, clamped heads are clamped", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "trace.safetensors");
    await optoscope(["trace", writeExperiment(folder, changes), "--steps", "1", "--out", out]);
    const { tensors } = readSafetensors(out);
    const [pattern, scores] = [tensors.get("pattern0")!.data, tensors.get("scores0")!.data];
    for (let row = 0; row < 2 * 8 * 2 * 5; row++) {
      const [query, head, layer] = [row % 5, Math.floor(row / 5) % 2, Math.floor(row / 80)];
      const attention = [...pattern.subarray(5 * row, 5 * row + 5)].map(Number);
      const scored = [...scores.subarray(5 * row, 5 * row + 5)].map(Number);
      expect(attention.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
      expect(attention.slice(query + 1).every((value) => value === 0)).toBe(true);
      expect(scored.slice(query + 1).every((value) => value === -Infinity)).toBe(true);
      expect(scored.slice(0, query + 1).every(Number.isFinite)).toBe(true);
      if (layer === 0 && head === 1 && query > 0)
        expect(attention.slice(query - 1, query + 1)).toEqual([0.75, 0.25]);
    }
  });

  it("says which clamps hold in a step, by windows and by conditions, and trains as the run does", async () => {
    const folder = temporaryFolder();
    const clamp = { kind: "ablate", heads: ["L0H0"] };
    const loss = { measure: "loss", above: 0.1 };
    const clamps = [
      { ...clamp, from: 8, until: 24 },
      { ...clamp, heads: ["L1H0"], when: loss },
      { ...clamp, heads: ["L1H1"], when: { ...loss, above: 100 } },
      // Met at the evaluation before the first step; held for two steps, and not met anew until the third.
      { ...clamp, heads: ["L0H1"], from: 8, when: { ...loss, hold: 16 } },
    ];
    const training = { sequences: 32 };
    const file = writeExperiment(folder, { training, clamps, evaluation: { every: 24 } });
    const [out, run] = [join(folder, "trace.safetensors"), join(folder, "run")];
    const traced = await optoscope(["trace", file, "--steps", "4", "--out", out]);
    expect(traced.code, traced.stderr).toBe(0);
    const { tensors } = readSafetensors(out);
    expect([...tensors.get("clamps.held")!.data].map(Number)).toEqual([
      ...[0, 1, 0, 0],
      ...[1, 1, 0, 1],
      ...[1, 1, 0, 0],
      ...[0, 1, 0, 1],
    ]);
    expect((await optoscope(["run", file, "--out", run, "--quiet"])).code).toBe(0);
    expect(tensors.get("loss")?.data).toEqual(readLosses(run));
  });

  it("has gradients that are those of the first step: SGD takes them away", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "trace.safetensors");
    const training = { optimizer: { kind: "sgd", rate: 0.5 } };
    await optoscope(["trace", writeExperiment(folder, { training }), "--steps", "1", "--out", out]);
    const { tensors } = readSafetensors(out);
    const longer = join(folder, "longer.safetensors");
    await optoscope(["trace", join(folder, "tiny.opto.json"), "--steps", "3", "--out", longer]);
    const { tensors: same } = readSafetensors(longer);
    for (const name of [...tensors.keys()].filter((key) =>
      /^(param|grad0|scores0|pattern0|logits0)/.test(key),
    ))
      expect(same.get(name)?.data, name).toEqual(tensors.get(name)?.data);

    const numbers = (name: string) => [...tensors.get(name)!.data].map(Number);
    let largest = 0;
    for (const name of [...tensors.keys()].filter((key) => key.startsWith("param."))) {
      const [before, gradient, after] = [
        name,
        name.replace("param", "grad0"),
        name.replace("param", "final"),
      ].map(numbers);
      before!.forEach((value, element) => {
        expect(after![element]).toBeCloseTo(value - 0.5 * gradient![element]!, 6);
        largest = Math.max(largest, Math.abs(gradient![element]!));
      });
    }
    expect(largest).toBeGreaterThan(1e-3);
  });

  it("says that a trace would be too large, or cannot be written", async () => {
    const folder = temporaryFolder();
    const file = writeExperiment(folder);
    const out = join(folder, "missing", "trace.safetensors");
    expectError(await optoscope(["trace", file, "--steps", "1000000", "--out", out]), 1, "--steps", "1 GiB");
    expectError(
      await optoscope(["trace", file, "--steps", "1", "--out", out]),
      1,
      out,
      "no such file or folder",
    );
    expect(existsSync(out)).toBe(false);
  });
});
