import fc from "fast-check";
import { expect, test } from "vitest";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { createRuntime } from "../../src/runtimes/createRuntime.ts";
import type { OptimizerUpdate, Runtime } from "../../src/runtimes/runtime.ts";
import { loadTensorFlow } from "../../src/runtimes/tensorflow/loadTensorFlow.ts";
import { TensorFlowRuntime } from "../../src/runtimes/tensorflow/tensorFlowRuntime.ts";
import { clampSets, randomTable, tinyRun, tinyShape } from "./tinyRun.ts";

const shape = tinyShape({ layers: 2, heads: 4, width: 8, dimension: 4, exemplarRows: 6 });
const specs = parameterSpecs(shape);

test("1000 steps leave no tensor behind, and dispose leaves none at all", async () => {
  const loaded = await loadTensorFlow();
  const count = () => loaded.tf.memory().numTensors;
  const before = count();
  const runtime = new TensorFlowRuntime(specs, loaded);
  const { step } = tinyRun(runtime, { shape, sequences: 2, clamps: clampSets["a combination"] ?? [] });
  const begun = step(0);
  const afterOne = count();
  let loss = begun;
  for (let batch = 1; batch < 1000; batch++) loss = step(batch);
  expect(count()).toBe(afterOne);
  expect(loss).toBeLessThan(begun);
  runtime.dispose();
  expect(count()).toBe(before);
}, 120_000);

/** Random numbers in all that is kept for the parameters. */
function fill(runtime: Runtime): void {
  (["parameters", "gradients", "first-moments", "second-moments"] as const).forEach((kind, place) => {
    const numbers = specs.map(({ name, shape }, parameter) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const table = randomTable(count, 1, 10 * parameter + place);
      return [name, kind === "second-moments" ? table.map((number) => number * number) : table] as const;
    });
    runtime.write(kind, new Map(numbers));
  });
}

const rate = { max: 0.1, min: 1e-6, noNaN: true, noDefaultInfinity: true };
const share = { max: 0.999, min: 0, noNaN: true, noDefaultInfinity: true };
const updates: fc.Arbitrary<OptimizerUpdate> = fc.oneof(
  fc.record({
    kind: fc.constant("adam" as const),
    beta1: fc.double(share),
    beta2: fc.double(share),
    epsilon: fc.constantFrom(1e-8, 1e-5),
    rate: fc.double(rate),
    correction: fc.double({ ...rate, min: 1, max: 1000 }),
    decay: fc.oneof(fc.constant(0), fc.double(rate)),
  }),
  fc.record({
    kind: fc.constant("sgd" as const),
    momentum: fc.double(share),
    rate: fc.double(rate),
    decay: fc.oneof(fc.constant(0), fc.double(rate)),
  }),
);

test("updates are the same bits in both runtimes", async () => {
  const wasm = await createRuntime(specs, { runtime: "wasm", fast: false });
  const tensorFlow = await createRuntime(specs, { runtime: "tensorflow", fast: false });
  fc.assert(
    fc.property(updates, (update) => {
      for (const runtime of [wasm, tensorFlow]) {
        fill(runtime);
        runtime.update(update);
        runtime.update(update);
      }
      for (const kind of ["parameters", "first-moments", "second-moments"] as const)
        expect(tensorFlow.read(kind)).toEqual(wasm.read(kind));
    }),
    { numRuns: 50, seed: 5 },
  );
  tensorFlow.dispose();
});

test.each(["wasm", "tensorflow"] as const)(
  "%s keeps what is written, and refuses what does not fit",
  async (kind) => {
    const runtime = await createRuntime(specs, { runtime: kind, fast: false });
    fill(runtime);
    const first = runtime.read("parameters");
    expect([...first.keys()]).toEqual(specs.map(({ name }) => name));
    const { name } = specs[0]!;
    first.get(name)!.fill(7);
    expect(runtime.read("parameters").get(name)).not.toEqual(first.get(name));
    runtime.write("parameters", first);
    expect(runtime.read("parameters")).toEqual(first);
    expect(() => {
      runtime.write("parameters", new Map([["nothing", new Float32Array(1)]]));
    }).toThrow(RangeError);
    expect(() => {
      runtime.write("gradients", new Map([[name, new Float32Array(3)]]));
    }).toThrow(RangeError);
    runtime.dispose();
  },
);
