import { expect, test } from "vitest";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { WasmRuntime } from "../../src/runtimes/wasm/wasmRuntime.ts";
import type { ModelShape } from "../../src/model/modelShape.ts";
import { clampSets, shapes, tinyRun, tinyShape } from "./tinyRun.ts";

function train(shape: ModelShape, steps: number, fast = false) {
  const runtime = new WasmRuntime(parameterSpecs(shape), { fast });
  const { step } = tinyRun(runtime, { shape, clamps: clampSets["a combination"] ?? [] });
  const losses = Array.from({ length: steps }, (_, batch) => step(batch));
  return { runtime, losses };
}

test.each([...Object.entries(shapes), ["odd sizes", tinyShape({ heads: 5, width: 30, labels: 3 })] as const])(
  "the same 50 steps give the same bits: %s",
  (_, shape) => {
    const first = train(shape, 50);
    const second = train(shape, 50);
    expect(first.runtime.name).toBe("wasm simd128");
    expect(second.losses).toEqual(first.losses);
    expect(first.losses.at(-1)).not.toBe(first.losses[0]);
    for (const kind of ["parameters", "gradients", "first-moments", "second-moments"] as const) {
      const expected = first.runtime.read(kind);
      for (const [name, tensor] of second.runtime.read(kind))
        expect(Buffer.from(tensor.buffer).equals(Buffer.from(expected.get(name)!.buffer)), name).toBe(true);
    }
  },
);

test("relaxed SIMD runs where the host has it, and starts from the same loss", () => {
  const shape = tinyShape();
  const [plain, fast] = [train(shape, 3), train(shape, 3, true)];
  expect(["wasm relaxed-simd", "wasm simd128"]).toContain(fast.runtime.name);
  expect(Math.abs(fast.losses[0]! - plain.losses[0]!)).toBeLessThan(1e-5);
});

test.runIf(Number(process.versions.node.split(".")[0]) >= 20 && ["x64", "arm64"].includes(process.arch))(
  "Node has relaxed SIMD on the usual machines",
  () => {
    expect(train(tinyShape(), 1, true).runtime.name).toBe("wasm relaxed-simd");
  },
);
