import fc from "fast-check";
import { afterEach, beforeAll, expect, test } from "vitest";
import { kinds } from "../../src/clamps/clamps.ts";
import { traceClamped } from "../../src/clamps/traceClamped.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import type { LoadedTensorFlow } from "../../src/runtimes/tensorflow/loadTensorFlow.ts";
import { loadTensorFlow } from "../../src/runtimes/tensorflow/loadTensorFlow.ts";
import { TensorFlowRuntime } from "../../src/runtimes/tensorflow/tensorFlowRuntime.ts";
import { WasmRuntime } from "../../src/runtimes/wasm/wasmRuntime.ts";
import { randomModel } from "./randomModel.ts";
import type { TinyOptions } from "./tinyRun.ts";
import { clampSets, relativeError, shapes, tinyRun, tinyShape } from "./tinyRun.ts";

let loaded: LoadedTensorFlow;
const disposals: (() => void)[] = [];

beforeAll(async () => {
  loaded = await loadTensorFlow();
});

afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

/** The same model, parameters and batches in both runtimes. */
function both(options: TinyOptions) {
  const specs = parameterSpecs(options.shape ?? tinyShape());
  const wasm = new WasmRuntime(specs, { fast: false });
  const tensorFlow = new TensorFlowRuntime(specs, loaded);
  disposals.push(() => {
    tensorFlow.dispose();
  });
  return {
    wasm: { runtime: wasm, ...tinyRun(wasm, options) },
    tensorFlow: { runtime: tensorFlow, ...tinyRun(tensorFlow, options) },
  };
}

for (const [shapeName, shape] of Object.entries(shapes)) {
  for (const [clampName, clamps] of Object.entries(clampSets)) {
    test(`both runtimes agree: ${shapeName}, clamps: ${clampName}`, () => {
      const { wasm, tensorFlow } = both({ shape, clamps });
      wasm.run(0);
      tensorFlow.run(0);
      const gradients = [...wasm.runtime.read("gradients")];
      const expected = tensorFlow.runtime.read("gradients");
      expect([...expected.keys()]).toEqual(gradients.map(([name]) => name));
      expect(
        relativeError(
          gradients.map(([, gradient]) => gradient),
          [...expected.values()],
        ),
      ).toBeLessThan(1e-5);
      for (const [name, gradient] of gradients)
        expect(relativeError([gradient], [expected.get(name)!]), name).toBeLessThan(1e-4);
      const logits = wasm.program.output("logits");
      expect(relativeError([logits], [tensorFlow.program.output("logits")])).toBeLessThan(1e-5);
      for (let batch = 0; batch < 4; batch++) {
        const loss = tensorFlow.step(batch);
        expect(loss).toBeGreaterThan(0);
        expect(Math.abs(wasm.step(batch) - loss)).toBeLessThan(1e-5 * Math.max(1, loss));
      }
    });
  }
}

test("both runtimes agree on models of any shape, for several steps", () => {
  fc.assert(
    fc.property(randomModel, (model) => {
      const { wasm, tensorFlow } = both(model);
      for (let batch = 0; batch < 4; batch++) {
        // From the same parameters at each step, so that errors do not add up, but padding that leaks in would.
        tensorFlow.runtime.write("parameters", wasm.runtime.read("parameters"));
        const loss = tensorFlow.step(batch);
        expect(Math.abs(wasm.step(batch) - loss)).toBeLessThan(1e-5 * Math.max(1, loss));
        const gradients = [...wasm.runtime.read("gradients").values()];
        const expected = [...tensorFlow.runtime.read("gradients").values()];
        expect(relativeError(gradients, expected)).toBeLessThan(1e-5);
        const logits = wasm.program.output("logits");
        expect(relativeError([logits], [tensorFlow.program.output("logits")])).toBeLessThan(1e-5);
      }
    }),
    { numRuns: 60, seed: 2 },
  );
});

test.each(kinds.map(({ schema }) => schema.shape.kind.value))(
  "both runtimes agree on twenty random models under %s and other clamps: loss, gradients, patterns",
  (kind) => {
    const held = randomModel.filter(({ clamps }) => clamps.some((clamp) => clamp.kind === kind));
    fc.assert(
      fc.property(held, (model) => {
        const patterns = new Set<string>();
        const { wasm, tensorFlow } = both({
          ...model,
          outputs: ({ sites }) => {
            const found = [...sites].filter(([name]) => name.endsWith(".hook_pattern"));
            for (const [name] of found) patterns.add(name);
            return Object.fromEntries(found);
          },
        });
        wasm.run(0);
        tensorFlow.run(0);
        expect(patterns.size).toBe(model.shape.layers);
        for (const name of ["loss", ...patterns]) {
          const [actual, expected] = [wasm, tensorFlow].map(({ program }) => program.output(name));
          expect(relativeError([actual!], [expected!]), name).toBeLessThan(1e-5);
        }
        // Clamps can leave nothing that the loss depends on: then gradients are zero but for rounding.
        const floor = Float32Array.of(0.1);
        const [actual, expected] = [wasm, tensorFlow].map(({ runtime }) => [
          floor,
          ...runtime.read("gradients").values(),
        ]);
        expect(relativeError(actual!, expected!)).toBeLessThan(1e-5);
      }),
      { numRuns: 20, seed: 7 },
    );
  },
);

test("both runtimes agree on every site, asked for while training, on models of any shape", () => {
  fc.assert(
    fc.property(randomModel, (model) => {
      const names = new Set<string>();
      const { wasm, tensorFlow } = both({
        ...model,
        outputs: ({ sites }) => {
          for (const name of sites.keys()) names.add(name);
          return Object.fromEntries(sites);
        },
      });
      wasm.step(0);
      tensorFlow.step(0);
      expect(names).toContain("blocks.0.attn.hook_attn_scores");
      for (const name of names) {
        const actual = wasm.program.output(name);
        tensorFlow.program.output(name).forEach((value, element) => {
          const difference = actual[element] === value ? 0 : Math.abs(actual[element]! - value);
          expect(difference, name).toBeLessThan(1e-4 * (1 + Math.abs(value)));
        });
      }
    }),
    { numRuns: 40, seed: 3 },
  );
});

test("both runtimes agree on programs without a loss", () => {
  const { wasm, tensorFlow } = both({});
  const { graph, model } = traceClamped(tinyShape(), 5, clampSets["previous-token"] ?? []);
  const tokens = Int32Array.from({ length: 25 }, (_, token) => (token * 11) % 35);
  const logits = [wasm, tensorFlow].map(({ runtime }) => {
    const program = runtime.compile({ graph, outputs: { logits: model.logits } });
    program.setIndex("tokens", tokens);
    program.run();
    return program.output("logits");
  });
  expect(logits[0]).toHaveLength(25);
  expect(relativeError([logits[0]!], [logits[1]!])).toBeLessThan(1e-5);
});

test("masked scores are −∞ in both runtimes, and get no attention", () => {
  const { wasm, tensorFlow } = both({
    outputs: ({ sites }) => ({
      scores: sites.get("blocks.0.attn.hook_attn_scores")!,
      pattern: sites.get("blocks.0.attn.hook_pattern")!,
    }),
  });
  for (const { run, program } of [wasm, tensorFlow]) {
    run(0);
    const [scores, pattern] = [program.output("scores"), program.output("pattern")];
    const { heads, pairs } = tinyShape();
    const keys = 2 * pairs + 1;
    for (let element = 0; element < scores.length; element++) {
      const position = Math.floor(element / (heads * keys)) % keys;
      const isSeen = element % keys <= position;
      expect(Number.isFinite(scores[element])).toBe(isSeen);
      if (!isSeen) expect([scores[element], pattern[element]]).toEqual([-Infinity, 0]);
    }
  }
});
