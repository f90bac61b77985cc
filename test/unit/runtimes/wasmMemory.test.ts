import { describe, expect, test } from "vitest";
import { traceClamped } from "../../../src/clamps/traceClamped.ts";
import { initialise } from "../../../src/model/initialise.ts";
import { parameterSpecs } from "../../../src/model/parameters.ts";
import { loadKernels } from "../../../src/runtimes/wasm/loadKernels.ts";
import { Memory } from "../../../src/runtimes/wasm/memory.ts";
import { WasmRuntime } from "../../../src/runtimes/wasm/wasmRuntime.ts";
import { UserError } from "../../../src/userError.ts";
import { tinyShape } from "../../numerics/tinyRun.ts";

const giga = 2 ** 30;

function newMemory(): Memory {
  return new Memory(loadKernels(false).exports);
}

describe("Memory", () => {
  test("hands out zeroed stretches that do not overlap, also those given back", () => {
    const memory = newMemory();
    const [a, b, c] = [memory.allocate(100), memory.allocate(64), memory.allocate(1000)];
    expect(b).toBeGreaterThanOrEqual(a + 100);
    expect(c).toBeGreaterThanOrEqual(b + 64);
    const used = memory.used;
    memory.floats.fill(7, a / 4, (c + 1000) / 4);
    memory.release(a, 100);
    memory.release(b, 64);
    const again = memory.allocate(180);
    expect(again).toBe(a);
    expect([...memory.floats.subarray(again / 4, again / 4 + 45)]).toEqual(new Array(45).fill(0));
    expect(memory.floats[c / 4]).toBe(7);
    expect(memory.used).toBe(used);
  });

  test("says what to do when there is no more", () => {
    const memory = newMemory();
    expect(() => memory.allocate(5 * giga)).toThrow(UserError);
    expect(() => memory.allocate(5 * giga)).toThrow(/5\.0 GiB of memory.*training\.batch/);
    expect(memory.allocate(64)).toBeGreaterThan(0);
  });
});

describe("WasmRuntime", () => {
  const shape = tinyShape({ width: 16, heads: 4, dimension: 8, exemplarRows: 12 });
  const specs = parameterSpecs(shape);

  function lossOf(runtime: WasmRuntime): number {
    const { graph, model } = traceClamped(shape, 3, []);
    const program = runtime.compile({ graph, outputs: { loss: model.loss }, loss: model.loss });
    program.setIndex(
      "tokens",
      Int32Array.from({ length: 15 }, (_, i) => (i % 2 === 0 ? 5 + (i % 12) : i % 5)),
    );
    program.run();
    const loss = program.scalar("loss");
    program.dispose();
    return loss;
  }

  function newRuntime(): WasmRuntime {
    const runtime = new WasmRuntime(specs, { fast: false });
    const features = Float32Array.from({ length: 96 }, (_, i) => Math.sin(i));
    runtime.defineTable("exemplars", features, { kind: "features", size: 8 });
    runtime.write("parameters", initialise(specs, 1));
    return runtime;
  }

  test("programs that are disposed of leave their memory to the next", () => {
    const runtime = newRuntime();
    const first = lossOf(runtime);
    const used = runtime.memoryUsed;
    for (let repetition = 0; repetition < 50; repetition++) expect(lossOf(runtime)).toBe(first);
    expect(runtime.memoryUsed).toBe(used);
  });

  test("computes the same beyond 2 GiB", () => {
    const expected = lossOf(newRuntime());
    const high = new WasmRuntime(
      [
        ...specs,
        // 512 Mi floats, of which each of the four kinds is never touched.
        {
          name: "filler",
          type: {
            kind: "rows",
            rows: { kind: "table", max: 2 ** 16, used: null },
            columns: { kind: "features", size: 2 ** 11 + 8 },
          },
          shape: [2 ** 16, 2 ** 11 + 8],
        },
      ],
      { fast: false },
    );
    const features = Float32Array.from({ length: 96 }, (_, i) => Math.sin(i));
    high.defineTable("exemplars", features, { kind: "features", size: 8 });
    high.write("parameters", initialise(specs, 1));
    expect(high.memoryUsed).toBeGreaterThan(2 * giga);
    expect(lossOf(high)).toBe(expected);
  });
});
