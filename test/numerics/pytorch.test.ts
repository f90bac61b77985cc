import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { findTorch } from "../../src/cli/bench/findTorch.ts";
import { oneThread } from "../../src/cli/bench/oneThread.ts";
import { pytorchStep } from "../../src/cli/bench/pytorchStep.ts";
import { TorchContender } from "../../src/cli/bench/torchContender.ts";
import { resolveExperiment } from "../../src/experiment/resolveExperiment.ts";
import type { Tensor } from "../../src/runs/tensor.ts";
import { writeSafetensors } from "../../src/runs/safetensors.ts";
import { traceRun } from "../../src/training/traceRun.ts";

const torch = await findTorch();
const python = torch?.python ?? "python3";

const replaySchema = z.strictObject({
  steps: z.number(),
  sameMask: z.boolean(),
  loss: z.number(),
  logits: z.number(),
  plainLogits: z.number(),
  patterns: z.number(),
  scores: z.number(),
  gradient: z.number(),
  worstGradient: z.number(),
  update: z.number(),
});

/** Lets PyTorch replay a trace in float64: how far apart the two are. */
function replay(tensors: ReadonlyMap<string, Tensor>): z.infer<typeof replaySchema> {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-pytorch-"));
  try {
    const file = join(folder, "trace.safetensors");
    writeSafetensors(file, tensors, {});
    const answer = execFileSync(python, ["-c", pytorchStep, "replay", file], { env: oneThread() });
    return replaySchema.parse(JSON.parse(answer.toString()));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.skipIf(torch === null)(
  "PyTorch in float64 computes what our kernels compute, from the same parameters and batches",
  async () => {
    const trace = await traceRun(resolveExperiment({}, "test"), ".", 20);
    const apart = replay(trace);
    expect(apart.steps).toBe(20);
    expect(apart.sameMask).toBe(true);
    expect(apart.loss).toBeLessThan(1e-5);
    expect(apart.gradient).toBeLessThan(1e-5);
    expect(apart.worstGradient).toBeLessThan(1e-4);
    for (const error of [apart.logits, apart.plainLogits, apart.patterns, apart.scores])
      expect(error).toBeLessThan(1e-5);
    // Adam divides small gradients by their own size: their rounding errors grow.
    expect(apart.update).toBeLessThan(1e-3);

    const name = "grad0.blocks.0.attn.W_K";
    const gradient = trace.get(name);
    if (!(gradient?.data instanceof Float32Array)) throw new TypeError("no gradient in the trace");
    const wrong: Tensor = {
      dtype: "F32",
      shape: gradient.shape,
      data: gradient.data.map((value) => 1.001 * value),
    };
    const withError = replay(new Map(trace).set(name, wrong));
    expect(withError.worstGradient).toBeGreaterThan(5e-4);
  },
);

test.skipIf(torch === null).each(["plain", "tuned"] as const)(
  "PyTorch, %s, trains as asked, and ends",
  async (variant) => {
    const contender = await TorchContender.start(torch!, variant);
    expect(contender.name).toContain(torch!.version);
    expect(await contender.run(3)).toBeGreaterThan(0);
    expect(await contender.run(2)).toBeGreaterThan(0);
    await contender.stop();
    await expect(contender.run(1)).rejects.toThrow("PyTorch's step failed");
  },
);
